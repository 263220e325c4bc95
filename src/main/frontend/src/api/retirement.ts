import { useMutation, useQuery } from '@tanstack/react-query'
import { api, body } from './client'
import type { Plan } from './types'

/** What retiring an endpoint would take away. */
export const useRetirementPlan = (endpoint: string, enabled: boolean) =>
  useQuery({
    queryKey: ['plan', 'retirement', endpoint],
    queryFn: async (): Promise<Plan> => {
      const answer = await body(
        api.POST('/v1/endpoints/{endpoint}/retirements', {
          params: { path: { endpoint }, query: { dry_run: true } },
          body: { reason: 'a look at the plan' },
        }),
      )
      if ('hash' in answer) return answer
      throw new Error('The answer is no plan.')
    },
    enabled,
    retry: false,
    staleTime: 0,
  })

interface Agreed {
  reason: string
  hash: string
  key: string
}

/** Retires an endpoint as the plan of that hash says, and tells by which deployment. */
export const useRetirement = (endpoint: string) =>
  useMutation({
    mutationFn: async ({ reason, hash, key }: Agreed): Promise<string> => {
      const answer = await body(
        api.POST('/v1/endpoints/{endpoint}/retirements', {
          params: { path: { endpoint }, header: { 'Idempotency-Key': key } },
          body: { reason, plan_hash: hash },
        }),
      )
      if ('id' in answer) return answer.id
      throw new Error('The answer is no deployment.')
    },
  })
