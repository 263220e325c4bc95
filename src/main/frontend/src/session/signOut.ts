import { useQueryClient } from '@tanstack/react-query'
import { closeSession } from '../api/session'

/** Ends this browser's session, and leaves nothing of what it has shown. */
export function useSignOut() {
  const queries = useQueryClient()
  return () =>
    void closeSession()
      .catch(() => undefined)
      .finally(() => {
        queries.clear()
        window.location.assign('/')
      })
}
