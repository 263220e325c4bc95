import type { Deployment } from '../api/types'

/** What is so now, in one sentence. */
export function now(deployment: Deployment, from: string, to: string): string {
  const green = deployment.fleets.find((fleet) => fleet.side === 'GREEN')
  switch (deployment.state) {
    case 'QUEUED':
      return 'Waits for its turn.'
    case 'PREPARING':
      return `Nothing live has been touched yet; ${from} serves.`
    case 'UPDATING':
      return green === undefined
        ? 'SageMaker has been asked for the update.'
        : `${to} gets ${green.traffic_percent ?? 0} % of the traffic.`
    case 'FINISHING':
      return `${to} serves; tidying up.`
    case 'SUCCEEDED':
      return deployment.kind === 'RETIRE'
        ? 'Everything has been taken down.'
        : `${to} serves all traffic, proven by looking.`
    case 'ROLLING_BACK':
      return `Going back: ${from} gets all the traffic again.`
    case 'ROLLED_BACK':
      return `${from} serves all traffic again.`
    case 'FAILED':
      return `It failed; ${from} was not touched.`
    case 'CANCELED':
      return 'It was canceled.'
    case 'NEEDS_ATTENTION':
      return 'It waits for a person.'
  }
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
