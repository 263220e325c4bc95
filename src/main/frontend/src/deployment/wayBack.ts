import type { Deployment } from '../api/types'

/** The release that going back from a deployment leads to. */
export interface WayBack {
  /** Undefined where there is none. */
  release: number | undefined
  name: string
}

/**
 * Where going back from a deployment leads: to what was live before it. One that was itself a way
 * back and is stuck leads on to where it was going; what was live before it is what people left.
 */
export function wayBackFrom(deployment: Deployment, from: string, to: string): WayBack {
  return deployment.state === 'NEEDS_ATTENTION' && deployment.kind === 'ROLL_BACK'
    ? { release: deployment.release, name: to }
    : { release: deployment.previous_release, name: from }
}
