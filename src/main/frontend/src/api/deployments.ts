import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, body, idempotencyKey } from './client'
import { keys } from './keys'
import { everyPage } from './pages'
import type { Deployment, Endpoint } from './types'

/** The latest deployments of all endpoints; those that move are among them. */
export const useRecentDeployments = () =>
  useQuery({
    queryKey: keys.deployments,
    queryFn: async () =>
      (await body(api.GET('/v1/deployments', { params: { query: { page_size: 200 } } }))).items,
  })

export const useDeploymentsOf = (endpoint: string, enabled = true) =>
  useQuery({
    queryKey: keys.latestOf(endpoint),
    queryFn: async () =>
      (await body(api.GET('/v1/deployments', { params: { query: { endpoint, page_size: 5 } } }))).items,
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  })

const ofDeployment = (id: string) =>
  queryOptions({
    queryKey: keys.deployment(id),
    queryFn: () => body(api.GET('/v1/deployments/{deployment}', { params: { path: { deployment: id } } })),
  })

export const useDeployment = (id: string) => useQuery(ofDeployment(id))

/** The deployment that holds an endpoint's place, where there is one. */
export function useActiveDeployment({ active_deployment: id }: Pick<Endpoint, 'active_deployment'>) {
  return useQuery({ ...ofDeployment(id ?? ''), enabled: id !== undefined })
}

/** Everything on record about a deployment, oldest first. */
export const useDeploymentEvents = (id: string) =>
  useQuery({
    queryKey: keys.deploymentEvents(id),
    queryFn: async () => {
      const path = { deployment: id }
      const events = await everyPage((token) =>
        body(
          api.GET('/v1/deployments/{deployment}/events', {
            params: {
              path,
              query: { page_size: 200, ...(token === undefined ? {} : { page_token: token }) },
            },
          }),
        ),
      )
      return events.toSorted((one, other) => one.sequence - other.sequence)
    },
  })

export const useFleets = (id: string, options: { enabled: boolean; every: number }) =>
  useQuery({
    queryKey: keys.fleets(id),
    queryFn: () =>
      body(api.GET('/v1/deployments/{deployment}/fleets', { params: { path: { deployment: id } } })),
    enabled: options.enabled,
    refetchInterval: options.enabled ? options.every : false,
  })

export function useCancelDeployment(deployment: Deployment) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) =>
      body(
        api.POST('/v1/deployments/{deployment}/cancel', {
          params: { path: { deployment: deployment.id }, header: { 'Idempotency-Key': idempotencyKey() } },
          body: { reason, expected_state: deployment.state },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.deployment(deployment.id) }),
  })
}

export function useResumeDeployment(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) =>
      body(
        api.POST('/v1/deployments/{deployment}/resume', {
          params: { path: { deployment: id }, header: { 'Idempotency-Key': idempotencyKey() } },
          body: { reason },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.deployment(id) }),
  })
}
