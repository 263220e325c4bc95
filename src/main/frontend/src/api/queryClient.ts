import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { keys } from './keys'
import { hindrance, isWorthRetrying } from './problem'

/**
 * Answers stay until the stream says that something has changed; a session that is over anywhere
 * is found out about at once.
 */
export function newQueryClient(): QueryClient {
  const noticeTheEnd = (error: unknown, key?: readonly unknown[]) => {
    if (hindrance(error) === 'unauthenticated' && key?.[0] !== keys.me[0] && key?.[0] !== keys.session[0]) {
      void client.resetQueries({ queryKey: keys.me })
    }
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: (error, query) => noticeTheEnd(error, query.queryKey) }),
    mutationCache: new MutationCache({
      // Whoever is only signing in has no session that could be over.
      onError: (error, _sent, _result, mutation) => noticeTheEnd(error, mutation.options.mutationKey),
    }),
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        retry: isWorthRetrying,
        refetchOnWindowFocus: false,
        // A browser that believes itself offline would keep a question, and say nothing, until it is not.
        networkMode: 'always',
        refetchOnReconnect: true,
      },
      // A click that cannot reach Slipway fails with a word; it does not happen minutes later.
      mutations: { networkMode: 'always' },
    },
  })
  return client
}
