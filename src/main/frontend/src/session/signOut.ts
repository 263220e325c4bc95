import { useMutation, useQueryClient } from '@tanstack/react-query'
import { keys } from '../api/keys'
import { hindrance } from '../api/problem'
import { closeSession } from '../api/session'

/** Ends this browser's session, and leaves nothing of what it has shown. */
export function useSignOut() {
  const queries = useQueryClient()
  return useMutation({
    mutationKey: keys.session,
    mutationFn: async () => {
      try {
        await closeSession()
      } catch (error) {
        // One that is over already needs no end.
        if (hindrance(error) !== 'unauthenticated') throw error
      }
    },
    onSuccess: () => {
      queries.clear()
      window.location.assign('/')
    },
  })
}
