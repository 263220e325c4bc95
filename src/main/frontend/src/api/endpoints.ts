import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, body, idempotencyKey } from './client'
import { keys } from './keys'
import { everyPage } from './pages'
import type { Endpoint } from './types'

export const useEndpoint = (endpoint: string) =>
  useQuery({
    queryKey: keys.endpoint(endpoint),
    queryFn: () => body(api.GET('/v1/endpoints/{endpoint}', { params: { path: { endpoint } } })),
  })

/** An endpoint's releases, newest first. */
export const useReleases = (endpoint: string) =>
  useQuery({
    queryKey: keys.releases(endpoint),
    queryFn: () =>
      everyPage((token) =>
        body(
          api.GET('/v1/endpoints/{endpoint}/releases', {
            params: {
              path: { endpoint },
              query: { page_size: 200, ...(token === undefined ? {} : { page_token: token }) },
            },
          }),
        ),
      ),
  })

/** Lets what was rolled back be promoted again. */
export function useLiftQuarantine(endpoint: string, number: number) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) =>
      body(
        api.POST('/v1/endpoints/{endpoint}/releases/{number}/quarantine-lifts', {
          params: { path: { endpoint, number }, header: { 'Idempotency-Key': idempotencyKey() } },
          body: { reason },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.releases(endpoint) }),
  })
}

/** What the last look at AWS found. */
export const useDriftOf = (endpoint: string) =>
  useQuery({
    queryKey: keys.driftOf(endpoint),
    queryFn: () => body(api.GET('/v1/endpoints/{endpoint}/drift', { params: { path: { endpoint } } })),
  })

/** An endpoint's figures of the last so many seconds of cloud time. Every look asks CloudWatch. */
export const useMetrics = (endpoint: string, seconds: number, now: () => number, every: number) =>
  useQuery({
    queryKey: [...keys.metrics(endpoint), seconds],
    queryFn: () =>
      body(
        api.GET('/v1/endpoints/{endpoint}/metrics', {
          params: { path: { endpoint }, query: { from: new Date(now() - seconds * 1000).toISOString() } },
        }),
      ),
    refetchInterval: every,
    staleTime: every,
    placeholderData: (before) => before,
  })

/** What an environment's endpoints are asked and cost. It asks AWS twice for each of them. */
export const useUsage = (environment: string, enabled: boolean) =>
  useQuery({
    queryKey: keys.usage(environment),
    queryFn: () =>
      body(api.GET('/v1/environments/{environment}/usage', { params: { path: { environment } } })),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Changes what is set for an endpoint alone, unless somebody else did since it was read. */
export function useChangeOverrides(seen: Endpoint) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (overrides: Record<string, unknown>) => {
      const path = { endpoint: seen.name }
      const { data, response } = await api.GET('/v1/endpoints/{endpoint}', { params: { path } })
      if (JSON.stringify(data?.overrides) !== JSON.stringify(seen.overrides)) {
        throw new Error('Somebody has changed it meanwhile. Close this and look at it again.')
      }
      return body(
        api.PATCH('/v1/endpoints/{endpoint}', {
          params: { path, header: { 'If-Match': response.headers.get('ETag') ?? '' } },
          body: { overrides },
        }),
      )
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.endpoint(seen.name) }),
  })
}
