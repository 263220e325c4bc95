import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { api, body } from './client'
import { keys } from './keys'

/** Which events are looked for; what is left out does not matter. */
export interface AuditFilter {
  subject_type?: 'model' | 'environment' | 'endpoint' | 'principal'
  subject?: string
  actor?: string
  type?: string
  created_after?: string
}

/** The record, newest first, page by page. */
export const useAudit = (filter: AuditFilter) =>
  useInfiniteQuery({
    queryKey: [...keys.audit, filter],
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/v1/audit-events', {
          params: {
            query: { ...filter, page_size: 50, ...(pageParam === '' ? {} : { page_token: pageParam }) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_page_token ?? null,
    // What the filter before found stays until this one has found something.
    placeholderData: (before) => before,
  })

/** Whether the chain of hashes of one thing's events is whole. */
export const useVerification = () =>
  useMutation({
    mutationFn: (of: { subject_type: string; subject: string }) =>
      body(api.GET('/v1/audit-events/verification', { params: { query: of } })),
  })
