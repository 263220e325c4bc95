import type { Deployment, Endpoint, Me } from '../api/types'
import { isOver } from '../api/types'
import { whyNotRestore as whyNotRestoreOn } from '../endpoint/can'
import { whyNotMay } from '../session/may'
import { wayBackFrom } from './wayBack'

/** Whose hands a deployment would be in: who looks at it, and how its endpoint is now. */
export interface Hands {
  me: Me | undefined
  /** Undefined while that is not known; the API decides then. */
  endpoint: Endpoint | undefined
}

const whyNotDeploy = ({ me, endpoint }: Hands) =>
  endpoint === undefined ? undefined : whyNotMay(me, 'DEPLOYER', endpoint.environment)

/**
 * Why a deployment cannot be taken back now; undefined when it can. An earlier version of the API,
 * which may answer while another takes its place, does not say, and decides when it is asked.
 */
export const whyNotCancel = (deployment: Deployment, hands: Hands): string | undefined =>
  deployment.cancelable === false ? refusal(deployment) : whyNotDeploy(hands)

/** Why the API would refuse to call it off, in a sentence. */
function refusal(deployment: Deployment): string {
  if (isOver(deployment)) return 'It has ended, so there is nothing to stop.'
  if (deployment.abort !== undefined) return `It is being taken back already: ${deployment.abort.reason}`
  if (deployment.state === 'NEEDS_ATTENTION')
    return 'Nobody knows what the endpoint runs. Let it go on, go back, or retire the endpoint.'
  if (deployment.kind === 'RETIRE') return 'A retirement cannot be stopped once it has begun.'
  if (deployment.state === 'FINISHING' && deployment.previous_release === undefined)
    return 'It serves already, and nothing did before it. Retire the endpoint instead.'
  return 'It is going back already, and nothing follows that could be called off.'
}

/** Why it cannot be made to go on; undefined when it can. */
export function whyNotResume(deployment: Deployment, hands: Hands): string | undefined {
  return deployment.state === 'NEEDS_ATTENTION'
    ? whyNotDeploy(hands)
    : 'It goes on by itself; only one that needs attention waits.'
}

/** Why the release before it cannot be restored from here; undefined when it can. */
export function whyNotRestore(deployment: Deployment, hands: Hands): string | undefined {
  const stuck = deployment.state === 'NEEDS_ATTENTION'
  if (!isOver(deployment) && !stuck) return 'It still runs; take it back instead.'
  if (deployment.state !== 'SUCCEEDED' && !stuck)
    return 'It brought nothing live, so there is nothing to go back from.'
  if (stuck && deployment.kind === 'ADOPT') return 'It is not taken over yet. Let it go on, or retire it.'
  if (wayBackFrom(deployment, '', '').release === undefined) return 'No release was live before it.'
  const { endpoint, me } = hands
  // What is on record as serving may not be what serves: it gives its place to a way back.
  if (stuck) return whyNotDeploy(hands)
  if (endpoint === undefined) return undefined
  const current = endpoint.current_release?.number === deployment.previous_release
  return whyNotRestoreOn(endpoint, { current }, me)
}
