import type { QueryKey } from '@tanstack/react-query'
import { keys } from '../api/keys'
import type { AuditEvent } from '../api/types'

/** What is to be loaded again because of an event. */
export function touched(event: AuditEvent): QueryKey[] {
  const found: QueryKey[] = [keys.audit]
  if (event.deployment !== undefined) {
    found.push(keys.deployment(event.deployment), keys.fleets(event.deployment))
  }
  if (event.type.startsWith('deployment.')) found.push(keys.deployments, keys.latestOf(event.subject))
  if (event.type.startsWith('promotion.')) {
    found.push(keys.promotions)
    const promotion = event.data.promotion
    if (typeof promotion === 'string') found.push(keys.promotion(promotion))
  }
  if (event.type.startsWith('drift.')) found.push(keys.drift)
  switch (event.subject_type) {
    case 'model':
      found.push(keys.models, keys.versions(event.subject), keys.samples(event.subject))
      break
    case 'environment':
      found.push(keys.environments, keys.environment(event.subject), keys.revisions(event.subject))
      break
    case 'endpoint':
      found.push(keys.endpoints, keys.endpoint(event.subject), keys.live(event.subject))
      break
    case 'principal':
      found.push(keys.me, keys.accounts)
      break
  }
  return found
}
