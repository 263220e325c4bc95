import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Hindered } from './Hindered'

interface LoadedProps<T> {
  query: UseQueryResult<T, Error>
  /** What holds the place while nothing is there yet, as large as what will come. */
  loading: ReactNode
  /** Whether there is nothing to show, and what to show then. */
  empty?: { when: (data: T) => boolean; show: ReactNode }
  children: (data: T) => ReactNode
}

/**
 * What a query has found, or why not. What was found once stays when a later look fails: the
 * connection's badge says how old it is.
 */
export function Loaded<T>({ query, loading, empty, children }: LoadedProps<T>) {
  if (query.data === undefined) {
    return query.isError ? <Hindered error={query.error} again={() => void query.refetch()} /> : loading
  }
  return empty?.when(query.data) ? empty.show : children(query.data)
}
