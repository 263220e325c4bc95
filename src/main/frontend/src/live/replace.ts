import type { QueryClient } from '@tanstack/react-query'
import { keys } from '../api/keys'
import type { Deployment } from '../api/types'

/** Puts deployments that the stream told in place of those that are shown. */
export function replaceDeployments(queries: QueryClient, told: Deployment[]) {
  const news = new Map(told.map((deployment) => [deployment.id, deployment]))
  for (const queryKey of [keys.deployments, keys.latestOfEach]) {
    queries.setQueriesData<Deployment[]>({ queryKey }, (shown) =>
      shown?.some((deployment) => news.has(deployment.id))
        ? shown.map((deployment) => news.get(deployment.id) ?? deployment)
        : shown,
    )
  }
  for (const deployment of told) {
    queries.setQueryData<Deployment>(keys.deployment(deployment.id), (shown) =>
      // Lists leave the plan and what belongs to one deployment out, so that stays as it was.
      shown === undefined ? shown : { ...shown, ...deployment },
    )
  }
}
