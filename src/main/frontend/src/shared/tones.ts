import type { DeploymentState } from '../api/types'

/** The few meanings that colours have, wherever they are used. */
export type Tone = 'good' | 'moving' | 'waiting' | 'warn' | 'bad' | 'quiet'

interface Look {
  tone: Tone
  text: string
}

/** How each state of a deployment is shown. */
export const deploymentLook: Record<DeploymentState, Look> = {
  QUEUED: { tone: 'waiting', text: 'Queued' },
  PREPARING: { tone: 'moving', text: 'Preparing' },
  UPDATING: { tone: 'moving', text: 'Updating' },
  FINISHING: { tone: 'moving', text: 'Finishing' },
  SUCCEEDED: { tone: 'good', text: 'Succeeded' },
  ROLLING_BACK: { tone: 'warn', text: 'Rolling back' },
  ROLLED_BACK: { tone: 'warn', text: 'Rolled back' },
  FAILED: { tone: 'bad', text: 'Failed' },
  CANCELED: { tone: 'quiet', text: 'Canceled' },
  NEEDS_ATTENTION: { tone: 'bad', text: 'Needs attention' },
}
