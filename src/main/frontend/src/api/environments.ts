import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, body } from './client'
import { keys } from './keys'
import { everyPage } from './pages'
import { ApiProblem } from './problem'
import type { components } from './schema.gen'
import type { Environment } from './types'

export type EnvironmentInput = components['schemas']['EnvironmentInput']

/** Every revision of an environment's profile, the latest first. */
export const useRevisions = (environment: string) =>
  useQuery({
    queryKey: keys.revisions(environment),
    queryFn: async () => {
      const all = await everyPage((token) =>
        body(
          api.GET('/v1/environments/{environment}/revisions', {
            params: {
              path: { environment },
              query: { page_size: 200, ...(token === undefined ? {} : { page_token: token }) },
            },
          }),
        ),
      )
      return all.toSorted((one, other) => other.revision - one.revision)
    },
  })

/** An environment as it was read, with what a change of it has to name. */
export interface Seen {
  environment: Environment
  etag: string
}

export const useEnvironment = (name: string) =>
  useQuery({
    queryKey: keys.environment(name),
    queryFn: async (): Promise<Seen> => {
      const { data, response } = await api.GET('/v1/environments/{environment}', {
        params: { path: { environment: name } },
      })
      if (data === undefined) throw new ApiProblem(0, undefined)
      return { environment: data, etag: response.headers.get('ETag') ?? '' }
    },
  })

/** Changes a profile, unless somebody else did since it was seen. */
export function useChangeEnvironment(name: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ etag, profile }: { etag: string; profile: Record<string, unknown> }) =>
      body(
        api.PATCH('/v1/environments/{environment}', {
          params: { path: { environment: name }, header: { 'If-Match': etag } },
          body: { profile },
        }),
      ),
    // Refused as stale too: what it is now is then shown beside what was typed.
    onSettled: () =>
      Promise.all(
        [keys.environments, keys.environment(name), keys.revisions(name)].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      ),
  })
}

export function useCreateEnvironment() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: EnvironmentInput) => body(api.POST('/v1/environments', { body: input })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.environments }),
  })
}
