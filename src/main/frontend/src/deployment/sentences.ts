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
  if (deployment.kind === 'RETIRE') return retiring(deployment, endpoint)
  const doubt = endpoint?.unsettled
  if (doubt !== undefined && isUndone(deployment)) return doubt.message
  const first = deployment.previous_release === undefined
  const green = deployment.fleets.find((fleet) => fleet.side === 'GREEN')
  switch (deployment.state) {
    case 'QUEUED':
      return QUEUED
    case 'PREPARING':
      return first ? 'Nothing is live yet.' : `Nothing live has been touched yet; ${from} serves.`
    case 'UPDATING':
      if (green === undefined) return 'SageMaker has been asked for the update.'
      return green.traffic_percent === undefined
        ? `How much of the traffic ${to} gets is not known.`
        : `${to} gets ${green.traffic_percent} % of the traffic.`
    case 'FINISHING':
      return `${to} serves; tidying up.`
    case 'SUCCEEDED': {
      const other = servesInstead(endpoint, deployment.release, to)
      return other === undefined
        ? `${to} serves all traffic, proven by looking.`
        : `It went live; ${other} serves now.`
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
      return endpoint === undefined ? CANCELED : `It was canceled; ${serving(endpoint)} serves now.`
    case 'NEEDS_ATTENTION':
      return STUCK
  }
}

/** Whether it has ended and brought nothing. */
const isUndone = ({ state }: Deployment) =>
  state === 'ROLLED_BACK' || state === 'FAILED' || state === 'CANCELED'

const QUEUED = 'Waits for its turn.'
const CANCELED = 'It was canceled.'
const STUCK = 'It waits for a person.'

/** The same of a retirement: an endpoint that was never claimed is forgotten, and all of it stays. */
function retiring(deployment: Deployment, endpoint: Endpoint | undefined): string {
  const forgets = isForgotten(deployment)
  switch (deployment.state) {
    case 'QUEUED':
      return QUEUED
    case 'PREPARING':
    case 'UPDATING':
    case 'FINISHING':
    case 'ROLLING_BACK':
      return forgets ? 'It is being forgotten; nothing in AWS is touched.' : 'Everything is being taken down.'
    case 'SUCCEEDED': {
      const other = servesInstead(endpoint, deployment.release, '')
      if (other !== undefined) return `It was ${forgets ? 'forgotten' : 'taken down'}; ${other} serves now.`
      return forgets
        ? 'Slipway has forgotten it; nothing in AWS was touched.'
        : 'Everything has been taken down.'
    }
    case 'ROLLED_BACK':
    case 'FAILED':
      return 'It ended before everything was taken down.'
    case 'CANCELED':
      return CANCELED
    case 'NEEDS_ATTENTION':
      return STUCK
  }
}

/** Whether a retirement leaves the endpoint to its owner, as its plan remarks. */
const isForgotten = ({ plan }: Deployment) =>
  plan?.remarks.some((remark) => remark.code === 'nothing-is-deleted') ?? false

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

const serving = (endpoint: Endpoint) => endpoint.current_release?.model_version ?? 'nothing'

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
      return isForgotten(deployment) ? 'Forgetting it' : 'Taking it down'
  }
}
