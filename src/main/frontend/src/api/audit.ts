import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { api, body } from './client'
import { keys } from './keys'
import type { AuditEvent } from './types'

/** Which events are looked for; what is left out does not matter. */
export interface AuditFilter {
  subject_type?: 'model' | 'environment' | 'endpoint' | 'principal'
  subject?: string
  actor?: string
  type?: string
}

/**
 * The record, newest first, page by page.
 *
 * @param after the cloud time before which nothing is wanted; the API knows only when something was
 *   written down, by a clock that may run beside it
 * @param enabled whether that is known yet
 */
export const useAudit = (filter: AuditFilter, after: number, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: [...keys.audit, filter, after],
    enabled,
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/v1/audit-events', {
          params: {
            query: { ...filter, page_size: 50, ...(pageParam === '' ? {} : { page_token: pageParam }) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => {
      const earliest = last.items.at(-1)
      return earliest !== undefined && isAfter(after, earliest) ? (last.next_page_token ?? null) : null
    },
    select: ({ pages, ...rest }) => ({
      ...rest,
      pages: pages.map((page) => page.items.filter((event) => isAfter(after, event))),
    }),
    // What the filter before found stays until this one has found something.
    placeholderData: (before) => before,
  })

const isAfter = (moment: number, event: AuditEvent) => Date.parse(event.at) > moment

/** Whether the chain of hashes of one thing's events is whole. */
export const useVerification = () =>
  useMutation({
    mutationFn: (of: { subject_type: string; subject: string }) =>
      body(api.GET('/v1/audit-events/verification', { params: { query: of } })),
  })
