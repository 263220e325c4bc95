import type { Deployment, Endpoint } from '../api/types'

/**
 * What is so now, in one sentence.
 *
 * @param endpoint as it is now; undefined while that is not known
 */
export function now(
  deployment: Deployment,
  from: string,
  to: string,
  endpoint: Endpoint | undefined,
): string {
  const first = deployment.previous_release === undefined
  const green = deployment.fleets.find((fleet) => fleet.side === 'GREEN')
  switch (deployment.state) {
    case 'QUEUED':
      return 'Waits for its turn.'
    case 'PREPARING':
      return first ? 'Nothing is live yet.' : `Nothing live has been touched yet; ${from} serves.`
    case 'UPDATING':
      return green === undefined
        ? 'SageMaker has been asked for the update.'
        : `${to} gets ${green.traffic_percent ?? 0} % of the traffic.`
    case 'FINISHING':
      return `${to} serves; tidying up.`
    case 'SUCCEEDED': {
      const retired = deployment.kind === 'RETIRE'
      const other = servesInstead(endpoint, deployment.release, to)
      if (other !== undefined) return `It ${retired ? 'was taken down' : 'went live'}; ${other} serves now.`
      return retired ? 'Everything has been taken down.' : `${to} serves all traffic, proven by looking.`
    }
    case 'ROLLING_BACK':
      return first
        ? 'Going back: nothing was live before it.'
        : `Going back: ${from} gets all the traffic again.`
    case 'ROLLED_BACK': {
      const other = servesInstead(endpoint, deployment.previous_release, from)
      if (other !== undefined) return `It was taken back; ${other} serves now.`
      return first ? 'It was taken back; nothing was live before it.' : `${from} serves all traffic again.`
    }
    case 'FAILED':
      return first ? 'It failed; nothing was live before it.' : `It failed; ${from} was not touched.`
    case 'CANCELED':
      return 'It was canceled.'
    case 'NEEDS_ATTENTION':
      return 'It waits for a person.'
  }
}

/**
 * What serves an endpoint by now, where that is not what a deployment left behind; undefined where
 * it still is.
 */
function servesInstead(endpoint: Endpoint | undefined, left: number | undefined, leftName: string) {
  const current = endpoint?.current_release
  if (endpoint === undefined || current?.number === left) return undefined
  if (current === undefined) return 'nothing'
  return current.model_version === leftName
    ? `${leftName} (release ${current.number})`
    : current.model_version
}

/** What a deployment is, in a few words. */
export function titleOf(deployment: Deployment, from: string, to: string): string {
  switch (deployment.kind) {
    case 'PROMOTE':
      return deployment.previous_release === undefined ? `${to}, the first` : `${from} → ${to}`
    case 'ROLL_BACK':
      return `${from} back to ${to}`
    case 'ADOPT':
      return 'Taking it over'
    case 'RETIRE':
      return 'Taking it down'
  }
}
