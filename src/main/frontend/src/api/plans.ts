import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, body } from './client'
import type { Plan, Promotion, PromotionInput } from './types'

/** What is to be promoted, and how the plan is to be made. */
export interface Wish {
  model: string
  version: string
  to: string
  supersede: boolean
  /** The deployment that the plan says is taken back: no other one is. */
  supersedes?: string
  waitForGates: boolean
}

const inputOf = (wish: Wish, reason: string): PromotionInput => ({
  model: wish.model,
  version: wish.version,
  to: wish.to,
  reason,
  supersede: wish.supersede,
  ...(wish.supersedes === undefined ? {} : { supersedes: wish.supersedes }),
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

/** A plan, and the release that served when it was made. */
interface RollbackPlan extends Plan {
  serving: number | undefined
}

const rollbackKey = (wish: RollbackWish) => ['plan', 'rollback', wish]

const rollbackBody = (wish: RollbackWish, reason: string, serving: number | undefined) => ({
  reason,
  ...(wish.release === undefined ? {} : { release: wish.release }),
  ...(serving === undefined ? {} : { expected_release: serving }),
})

/** What going back would do. */
export const useRollbackPlan = (wish: RollbackWish, enabled: boolean) =>
  useQuery({
    queryKey: rollbackKey(wish),
    queryFn: async (): Promise<RollbackPlan> => {
      const { current_release } = await body(
        api.GET('/v1/endpoints/{endpoint}', { params: { path: { endpoint: wish.endpoint } } }),
      )
      const serving = current_release?.number
      const answer = await body(
        api.POST('/v1/endpoints/{endpoint}/rollbacks', {
          params: { path: { endpoint: wish.endpoint }, query: { dry_run: true } },
          body: rollbackBody(wish, 'a look at the plan', serving),
        }),
      )
      if ('hash' in answer) return { ...answer, serving }
      throw new Error('The answer is no plan.')
    },
    enabled,
    retry: false,
    staleTime: 0,
  })

/** Goes back from the release that the plan was shown for, and from no other. */
export const useRollback = (wish: RollbackWish) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ reason, key }: { reason: string; key: string }): Promise<string> => {
      const answer = await body(
        api.POST('/v1/endpoints/{endpoint}/rollbacks', {
          params: { path: { endpoint: wish.endpoint }, header: { 'Idempotency-Key': key } },
          body: rollbackBody(wish, reason, client.getQueryData<RollbackPlan>(rollbackKey(wish))?.serving),
        }),
      )
      if ('id' in answer) return answer.id
      throw new Error('The answer is no deployment.')
    },
  })
}
