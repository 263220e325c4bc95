import { useQuery } from '@tanstack/react-query'
import { api, body } from './client'
import { keys } from './keys'

/** A release never changes but for its quarantine, which an event of its endpoint tells. */
export const useRelease = (endpoint: string, number: number | undefined) =>
  useQuery({
    queryKey: [...keys.releases(endpoint), number ?? 0],
    queryFn: () =>
      body(
        api.GET('/v1/endpoints/{endpoint}/releases/{number}', {
          params: { path: { endpoint, number: number ?? 0 } },
        }),
      ),
    enabled: number !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
