import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, body, idempotencyKey } from './client'
import { keys } from './keys'
import { everyPage } from './pages'
import type { Promotion } from './types'

/** Promotions that wait, for decisions or for a deployment to be undone, the newest first. */
export const useWaitingPromotions = () =>
  useQuery({
    queryKey: [...keys.promotions, 'waiting'],
    queryFn: async () => {
      const waiting = await Promise.all([promotionsThat('PENDING_APPROVAL'), promotionsThat('WAITING')])
      return waiting.flat().toSorted((one, other) => other.created_at.localeCompare(one.created_at))
    },
  })

const promotionsThat = (outcome: Promotion['outcome']) =>
  everyPage((token) =>
    body(
      api.GET('/v1/promotions', {
        params: {
          query: { outcome, page_size: 200, ...(token === undefined ? {} : { page_token: token }) },
        },
      }),
    ),
  )

/** The latest promotions, whatever came of them. */
export const useRecentPromotions = () =>
  useQuery({
    queryKey: [...keys.promotions, 'recent'],
    queryFn: async () =>
      (await body(api.GET('/v1/promotions', { params: { query: { page_size: 50 } } }))).items,
  })

/** A promotion with the plan that those who decide agree to. */
export const usePromotionWithPlan = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: keys.promotion(id),
    queryFn: () => body(api.GET('/v1/promotions/{promotion}', { params: { path: { promotion: id } } })),
    enabled,
  })

/**
 * What has become of a promotion that was seen to wait; undefined while it waits no more as it did,
 * and nothing is known of why.
 */
export function usePromotionNow(seen: Promotion): Promotion | undefined {
  const waiting = useWaitingPromotions().data
  const listed = waiting === undefined ? seen : waiting.find((one) => one.id === seen.id)
  const { data: ended } = usePromotionWithPlan(seen.id, listed === undefined)
  // Its plan may have been read before, when it waited.
  return listed ?? (ended?.outcome === seen.outcome ? undefined : ended)
}

export type DecisionKind = 'approve' | 'reject' | 'cancel' | 'break-glass'

/** Decides on a promotion as it was seen; one that has moved on meanwhile answers with 409. */
export function useDecide(promotion: Promotion) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ kind, reason }: { kind: DecisionKind; reason: string }) => {
      const request = {
        params: { path: { promotion: promotion.id }, header: { 'Idempotency-Key': idempotencyKey() } },
        body: { reason, expected_state: promotion.outcome },
      }
      switch (kind) {
        case 'approve':
          return body(api.POST('/v1/promotions/{promotion}/approvals', request))
        case 'reject':
          return body(api.POST('/v1/promotions/{promotion}/rejections', request))
        case 'cancel':
          return body(api.POST('/v1/promotions/{promotion}/cancel', request))
        case 'break-glass':
          return body(api.POST('/v1/promotions/{promotion}/break-glass', request))
      }
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.promotions })
      void queries.invalidateQueries({ queryKey: keys.promotion(promotion.id) })
    },
  })
}

/** Approves a version for the environments that ask for approved ones. */
export function useApproveVersion(model: string, version: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) =>
      body(
        api.POST('/v1/models/{model}/versions/{version}/approvals', {
          params: { path: { model, version }, header: { 'Idempotency-Key': idempotencyKey() } },
          body: { reason },
        }),
      ),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.versions(model) })
      void queries.invalidateQueries({ queryKey: keys.promotions })
    },
  })
}
