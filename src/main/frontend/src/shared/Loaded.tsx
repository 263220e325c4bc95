import type { ReactNode } from 'react'
import { Hindered } from './Hindered'
import { LastLook } from './LastLook'
import type { Look } from './look'

interface LoadedProps<T> {
  query: Look<T>
  /** What holds the place while nothing is there yet, as large as what will come. */
  loading: ReactNode
  /** Whether there is nothing to show, and what to show then. */
  empty?: { when: (data: T) => boolean; show: ReactNode }
  children: (data: T) => ReactNode
}

/**
 * What a query has found, or why not. What was found once stays when a later look fails, beneath a
 * line that says how old it is.
 */
export function Loaded<T>({ query, loading, empty, children }: LoadedProps<T>) {
  if (query.data === undefined) {
    return query.isError ? <Hindered error={query.error} again={() => void query.refetch()} /> : loading
  }
  return (
    <>
      {query.isError && <LastLook look={query} />}
      {empty?.when(query.data) ? empty.show : children(query.data)}
    </>
  )
}
