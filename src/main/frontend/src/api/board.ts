import { useQuery } from '@tanstack/react-query'
import { api, body } from './client'
import { keys } from './keys'
import { everyPage } from './pages'

const page = (token: string | undefined) => ({
  page_size: 200,
  ...(token === undefined ? {} : { page_token: token }),
})

export const useModels = () =>
  useQuery({
    queryKey: keys.models,
    queryFn: () => everyPage((token) => body(api.GET('/v1/models', { params: { query: page(token) } }))),
  })

export const useEnvironments = () =>
  useQuery({
    queryKey: keys.environments,
    queryFn: () =>
      everyPage((token) => body(api.GET('/v1/environments', { params: { query: page(token) } }))),
  })

export const useEndpoints = () =>
  useQuery({
    queryKey: keys.endpoints,
    queryFn: () => everyPage((token) => body(api.GET('/v1/endpoints', { params: { query: page(token) } }))),
  })

/** A model's versions, newest first; as many as anybody counts back. */
export const useVersions = (model: string, enabled = true) =>
  useQuery({
    queryKey: keys.versions(model),
    queryFn: async () => {
      const path = { model }
      return (
        await body(api.GET('/v1/models/{model}/versions', { params: { path, query: { page_size: 100 } } }))
      ).items
    },
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useDrift = () =>
  useQuery({
    queryKey: keys.drift,
    queryFn: () => everyPage((token) => body(api.GET('/v1/drift', { params: { query: page(token) } }))),
  })

/** What AWS says of an endpoint now. It asks AWS, so it is for endpoints that somebody looks at. */
export const useLiveEndpoint = (endpoint: string, options: { enabled?: boolean; every?: number } = {}) =>
  useQuery({
    queryKey: keys.live(endpoint),
    queryFn: () => body(api.GET('/v1/endpoints/{endpoint}/live', { params: { path: { endpoint } } })),
    enabled: options.enabled ?? true,
    refetchInterval: options.every ?? false,
    staleTime: options.every ?? 60_000,
  })
