import type { DeploymentState, Endpoint, Me, Release } from '../api/types'
import { whyNotMay } from '../session/may'

/** Why an earlier release cannot be restored; undefined when it can. */
export function whyNotRestore(
  endpoint: Endpoint,
  release: Pick<Release, 'current'>,
  me: Me | undefined,
): string | undefined {
  if (release.current && endpoint.unsettled === undefined) return 'It serves already.'
  if (endpoint.retired) return 'The endpoint is retired. Promote to it to bring it back.'
  if (endpoint.active_deployment !== undefined)
    return 'A deployment is under way; wait for it, or take it back.'
  return whyNotMay(me, 'DEPLOYER', endpoint.environment)
}

/**
 * Why an endpoint cannot be retired; undefined when it can. One that needs attention can.
 *
 * @param active the state of the deployment that holds its place; undefined while that is not known
 */
export function whyNotRetire(
  endpoint: Endpoint,
  active: DeploymentState | undefined,
  me: Me | undefined,
): string | undefined {
  if (endpoint.retired) return 'It is retired already. Promote to it to bring it back.'
  if (endpoint.active_deployment !== undefined && active !== 'NEEDS_ATTENTION')
    return 'A deployment is under way; wait for it, or take it back.'
  return whyNotMay(me, 'ADMIN', endpoint.environment)
}

/** Why a quarantine cannot be lifted; undefined when it can. */
export const whyNotLift = (endpoint: Endpoint, me: Me | undefined) =>
  whyNotMay(me, 'APPROVER', endpoint.environment)

/** The quarantined release whose content another one has under its own number; undefined for none. */
export const quarantinedAs = (
  release: Pick<Release, 'quarantine' | 'content_hash'>,
  releases: Release[],
): Release | undefined =>
  release.quarantine === undefined
    ? releases.find((one) => one.quarantine !== undefined && one.content_hash === release.content_hash)
    : undefined
