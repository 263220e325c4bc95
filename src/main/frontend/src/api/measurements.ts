import { useQuery } from '@tanstack/react-query'
import { api, body } from './client'
import { keys } from './keys'
import type { components } from './schema.gen'

export type LoadTest = components['schemas']['LoadTest']
export type RecommenderJob = components['schemas']['RecommenderJob']

/** How many of each are shown; the command line lists all. */
const LATEST = 10

/** An endpoint's latest load tests, newest first. */
export const useLoadTests = (endpoint: string) =>
  useQuery({
    queryKey: keys.loadTests(endpoint),
    queryFn: async () =>
      (
        await body(
          api.GET('/v1/endpoints/{endpoint}/load-tests', {
            params: { path: { endpoint }, query: { page_size: LATEST } },
          }),
        )
      ).items,
  })

/** An endpoint's latest Inference Recommender jobs, newest first. */
export const useRecommenderJobs = (endpoint: string) =>
  useQuery({
    queryKey: keys.recommenderJobs(endpoint),
    queryFn: async () =>
      (
        await body(
          api.GET('/v1/endpoints/{endpoint}/recommender-jobs', {
            params: { path: { endpoint }, query: { page_size: LATEST } },
          }),
        )
      ).items,
  })
