import { useMutation, useQuery } from '@tanstack/react-query'
import { api, body } from './client'
import { keys } from './keys'
import type { PredictionInput } from './types'

/** Tries an endpoint with one payload. */
export const useTryPrediction = (endpoint: string) =>
  useMutation({
    mutationFn: (input: PredictionInput) =>
      body(api.POST('/v1/endpoints/{endpoint}/predictions', { params: { path: { endpoint } }, body: input })),
  })

/** The names of a model's sample payloads. */
export const useSamples = (model: string) =>
  useQuery({
    queryKey: keys.samples(model),
    queryFn: async () =>
      (await body(api.GET('/v1/models/{model}/samples', { params: { path: { model } } }))).items,
    enabled: model !== '',
  })

/** A sample with its payload. */
export const useSample = (model: string, sample: string | null) =>
  useQuery({
    queryKey: [...keys.samples(model), sample],
    queryFn: () =>
      body(
        api.GET('/v1/models/{model}/samples/{sample}', { params: { path: { model, sample: sample ?? '' } } }),
      ),
    enabled: sample !== null,
  })
