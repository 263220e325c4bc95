import { useQuery } from '@tanstack/react-query'
import { api, body } from './client'
import { keys } from './keys'
import { everyPage } from './pages'

/** Every revision of an environment's profile, the latest first. */
export const useRevisions = (environment: string) =>
  useQuery({
    queryKey: keys.revisions(environment),
    queryFn: async () => {
      const all = await everyPage((token) =>
        body(
          api.GET('/v1/environments/{environment}/revisions', {
            params: {
              path: { environment },
              query: { page_size: 200, ...(token === undefined ? {} : { page_token: token }) },
            },
          }),
        ),
      )
      return all.toSorted((one, other) => other.revision - one.revision)
    },
  })
