import type { UseQueryResult } from '@tanstack/react-query'

/** What a query has found so far, as far as whoever shows it wants to know. */
export type Look<T> = Pick<UseQueryResult<T, Error>, 'data' | 'isError' | 'error' | 'dataUpdatedAt'> & {
  refetch: () => unknown
}

/** Several looks as one: it has found something once all have, and fails as soon as one does. */
export function allOf<T extends readonly unknown[]>(...looks: { [K in keyof T]: Look<T[K]> }): Look<T> {
  const all: readonly Look<unknown>[] = looks
  const failed = all.filter((look) => look.isError)
  return {
    data: all.every((look) => look.data !== undefined)
      ? (all.map((look) => look.data) as unknown as T)
      : undefined,
    isError: failed.length > 0,
    error: failed[0]?.error ?? null,
    dataUpdatedAt: Math.min(...all.map((look) => look.dataUpdatedAt)),
    refetch: () => Promise.all(failed.map((look) => look.refetch())),
  }
}
