import type { Deployment, Me } from '../api/types'
import { isOver } from '../api/types'
import { whyNotMay } from '../session/may'

/** Whose hands a deployment would be in: who looks at it, and where it is. */
export interface Hands {
  me: Me | undefined
  /** Undefined while that is not known; the API decides then. */
  environment: string | undefined
}

const whyNotDeploy = ({ me, environment }: Hands) =>
  environment === undefined ? undefined : whyNotMay(me, 'DEPLOYER', environment)

/** Why a deployment cannot be taken back now; undefined when it can. */
export function whyNotCancel(deployment: Deployment, hands: Hands): string | undefined {
  if (isOver(deployment)) return 'It has ended, so there is nothing to stop.'
  if (deployment.abort !== undefined) return `It is being taken back already: ${deployment.abort.reason}`
  if (deployment.state === 'ROLLING_BACK') return 'SageMaker is moving all traffic back already.'
  if (deployment.kind === 'RETIRE') return 'A retirement cannot be stopped once it has begun.'
  return whyNotDeploy(hands)
}

/** Why it cannot be made to go on; undefined when it can. */
export function whyNotResume(deployment: Deployment, hands: Hands): string | undefined {
  return deployment.state === 'NEEDS_ATTENTION'
    ? whyNotDeploy(hands)
    : 'It goes on by itself; only one that needs attention waits.'
}

/** Why the release before it cannot be restored from here; undefined when it can. */
export function whyNotRestore(deployment: Deployment, hands: Hands): string | undefined {
  if (!isOver(deployment)) return 'It still runs; take it back instead.'
  if (deployment.state !== 'SUCCEEDED') return 'It brought nothing live, so there is nothing to go back from.'
  if (deployment.previous_release === undefined) return 'No release was live before it.'
  return whyNotDeploy(hands)
}
