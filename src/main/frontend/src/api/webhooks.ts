import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, body } from './client'
import { keys } from './keys'
import { everyPage } from './pages'
import type { components } from './schema.gen'

export type WebhookInput = components['schemas']['WebhookInput']

export const useWebhooks = () =>
  useQuery({
    queryKey: keys.webhooks,
    queryFn: () =>
      everyPage((token) =>
        body(
          api.GET('/v1/webhooks', {
            params: { query: { page_size: 200, ...(token === undefined ? {} : { page_token: token }) } },
          }),
        ),
      ),
  })

const PENDING_LOOK_MS = 3_000

/** What was sent to a webhook, newest first. Looked at again only while something is under way. */
export const useDeliveries = (webhook: string) =>
  useInfiniteQuery({
    queryKey: keys.deliveries(webhook),
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/v1/webhooks/{webhook}/deliveries', {
          params: {
            path: { webhook },
            query: { page_size: 20, ...(pageParam === '' ? {} : { page_token: pageParam }) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_page_token ?? null,
    refetchInterval: (query) =>
      query.state.data?.pages[0]?.items.some((one) => one.state === 'PENDING') ? PENDING_LOOK_MS : false,
  })

function useWebhookChange<Wanted, Answer>(change: (wanted: Wanted) => Promise<Answer>, webhook?: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: keys.webhooks })
      if (webhook !== undefined) void queries.invalidateQueries({ queryKey: keys.deliveries(webhook) })
    },
    // A secret that was told once is not to be found later in what the page remembers.
    gcTime: 0,
  })
}

/** The answer holds the secret that messages are signed with, this once. */
export const useCreateWebhook = () =>
  useWebhookChange((input: WebhookInput) => body(api.POST('/v1/webhooks', { body: input })))

export const useRotateSecret = (webhook: string) =>
  useWebhookChange(
    () =>
      body(api.POST('/v1/webhooks/{webhook}/secret-rotations', { params: { path: { webhook } }, body: {} })),
    webhook,
  )

export const useEnableWebhook = (webhook: string) =>
  useWebhookChange(
    (enabled: boolean) =>
      body(
        api.PATCH('/v1/webhooks/{webhook}', {
          // Whatever else was changed meanwhile, on or off is what was meant.
          params: { path: { webhook }, header: { 'If-Match': '*' } },
          body: { enabled },
        }),
      ),
    webhook,
  )

export const useDeleteWebhook = (webhook: string) =>
  useWebhookChange(async () => {
    await api.DELETE('/v1/webhooks/{webhook}', { params: { path: { webhook } } })
  })

export const usePing = (webhook: string) =>
  useWebhookChange(
    () => body(api.POST('/v1/webhooks/{webhook}/pings', { params: { path: { webhook } } })),
    webhook,
  )

/** Sends everything again that happened since then. */
export const useReplaySince = (webhook: string) =>
  useWebhookChange(
    (since: string) =>
      body(api.POST('/v1/webhooks/{webhook}/replays', { params: { path: { webhook } }, body: { since } })),
    webhook,
  )

export const useReplayDelivery = (webhook: string) =>
  useWebhookChange(
    (delivery: string) =>
      body(
        api.POST('/v1/webhooks/{webhook}/deliveries/{delivery}/replays', {
          params: { path: { webhook, delivery } },
        }),
      ),
    webhook,
  )
