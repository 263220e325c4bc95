import { useMutation, useQuery } from '@tanstack/react-query'
import { api, body } from './client'
import type { Plan, Promotion, PromotionInput } from './types'

/** What is to be promoted, and how the plan is to be made. */
export interface Wish {
  model: string
  version: string
  to: string
  supersede: boolean
  waitForGates: boolean
}

const inputOf = (wish: Wish, reason: string): PromotionInput => ({
  model: wish.model,
  version: wish.version,
  to: wish.to,
  reason,
  supersede: wish.supersede,
  wait_for_gates: wish.waitForGates,
})

const samePromotion = (one: Wish, other: Wish) =>
  one.model === other.model && one.version === other.version && one.to === other.to

/** What a promotion would do. Nothing is started by asking. */
export const usePromotionPlan = (wish: Wish) =>
  useQuery({
    queryKey: ['plan', wish],
    queryFn: async (): Promise<{ wish: Wish; plan: Plan }> => {
      const answer = await body(
        api.POST('/v1/promotions', {
          params: { query: { dry_run: true } },
          body: inputOf(wish, 'a look at the plan'),
        }),
      )
      if ('hash' in answer) return { wish, plan: answer }
      throw new Error('The answer is no plan.')
    },
    enabled: wish.model !== '' && wish.version !== '' && wish.to !== '',
    retry: false,
    staleTime: 0,
    // The plan of the same promotion stays until it is made anew; another's would be a falsehood.
    placeholderData: (before) =>
      before?.wish !== undefined && samePromotion(before.wish, wish) ? before : undefined,
    select: ({ plan }) => plan,
  })

export interface Agreed {
  wish: Wish
  reason: string
  hash: string
  key: string
}

/** Promotes as the plan of that hash says. */
export const usePromotion = () =>
  useMutation({
    mutationFn: async ({ wish, reason, hash, key }: Agreed): Promise<Promotion> => {
      const answer = await body(
        api.POST('/v1/promotions', {
          params: { header: { 'Idempotency-Key': key } },
          body: { ...inputOf(wish, reason), plan_hash: hash },
        }),
      )
      if ('outcome' in answer) return answer
      throw new Error('The answer is no promotion.')
    },
  })

interface RollbackWish {
  endpoint: string
  release: number | undefined
}

const rollbackBody = (wish: RollbackWish, reason: string) => ({
  reason,
  ...(wish.release === undefined ? {} : { release: wish.release }),
})

/** What going back would do. */
export const useRollbackPlan = (wish: RollbackWish, enabled: boolean) =>
  useQuery({
    queryKey: ['plan', 'rollback', wish],
    queryFn: async (): Promise<Plan> => {
      const answer = await body(
        api.POST('/v1/endpoints/{endpoint}/rollbacks', {
          params: { path: { endpoint: wish.endpoint }, query: { dry_run: true } },
          body: rollbackBody(wish, 'a look at the plan'),
        }),
      )
      if ('hash' in answer) return answer
      throw new Error('The answer is no plan.')
    },
    enabled,
    retry: false,
    staleTime: 0,
  })

export const useRollback = (wish: RollbackWish) =>
  useMutation({
    mutationFn: async ({ reason, key }: { reason: string; key: string }): Promise<string> => {
      const answer = await body(
        api.POST('/v1/endpoints/{endpoint}/rollbacks', {
          params: { path: { endpoint: wish.endpoint }, header: { 'Idempotency-Key': key } },
          body: rollbackBody(wish, reason),
        }),
      )
      if ('id' in answer) return answer.id
      throw new Error('The answer is no deployment.')
    },
  })
