import type { Deployment } from '../api/types'
import { isOver } from '../api/types'

/** Why a deployment cannot be taken back now; undefined when it can. */
export function whyNotCancel(deployment: Deployment): string | undefined {
  if (isOver(deployment)) return 'It has ended, so there is nothing to stop.'
  if (deployment.abort !== undefined) return `It is being taken back already: ${deployment.abort.reason}`
  if (deployment.state === 'ROLLING_BACK') return 'SageMaker is moving all traffic back already.'
  if (deployment.kind === 'RETIRE') return 'A retirement cannot be stopped once it has begun.'
  return undefined
}

/** Why it cannot be made to go on; undefined when it can. */
export function whyNotResume(deployment: Deployment): string | undefined {
  return deployment.state === 'NEEDS_ATTENTION'
    ? undefined
    : 'It goes on by itself; only one that needs attention waits.'
}

/** Why the release before it cannot be restored from here; undefined when it can. */
export function whyNotRestore(deployment: Deployment): string | undefined {
  if (!isOver(deployment)) return 'It still runs; take it back instead.'
  if (deployment.state !== 'SUCCEEDED') return 'It brought nothing live, so there is nothing to go back from.'
  if (deployment.previous_release === undefined) return 'No release was live before it.'
  return undefined
}
