import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, body } from './client'
import { keys } from './keys'
import { everyPage } from './pages'
import type { components } from './schema.gen'

export type ServiceAccountInput = components['schemas']['ServiceAccountInput']
export type ServiceAccountTokenInput = components['schemas']['ServiceAccountTokenInput']

export const useAccounts = () =>
  useQuery({
    queryKey: keys.accounts,
    queryFn: () =>
      everyPage((token) =>
        body(
          api.GET('/v1/service-accounts', {
            params: { query: { page_size: 200, ...(token === undefined ? {} : { page_token: token }) } },
          }),
        ),
      ),
  })

export const useTokens = (account: string) =>
  useQuery({
    queryKey: keys.tokens(account),
    queryFn: () =>
      everyPage((token) =>
        body(
          api.GET('/v1/service-accounts/{account}/tokens', {
            params: {
              path: { account },
              query: { page_size: 200, ...(token === undefined ? {} : { page_token: token }) },
            },
          }),
        ),
      ),
  })

/** A change of accounts or tokens, after which both are loaded again. */
function useAccountChange<Wanted, Answer>(change: (wanted: Wanted) => Promise<Answer>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    // Not waited for: an account that is gone takes its page with it, and what is to follow.
    onSuccess: () => void queries.invalidateQueries({ queryKey: keys.accounts }),
    // A secret that was told once is not to be found later in what the page remembers.
    gcTime: 0,
  })
}

export const useCreateAccount = () =>
  useAccountChange((input: ServiceAccountInput) => body(api.POST('/v1/service-accounts', { body: input })))

export const useDisableAccount = (account: string) =>
  useAccountChange((disabled: boolean) =>
    body(api.PATCH('/v1/service-accounts/{account}', { params: { path: { account } }, body: { disabled } })),
  )

export const useRetireAccount = (account: string) =>
  useAccountChange(async () => {
    await api.DELETE('/v1/service-accounts/{account}', { params: { path: { account } } })
  })

/** The answer holds the token itself, this once. */
export const useIssueToken = (account: string) =>
  useAccountChange((input: ServiceAccountTokenInput) =>
    body(api.POST('/v1/service-accounts/{account}/tokens', { params: { path: { account } }, body: input })),
  )

export const useRevokeToken = (account: string) =>
  useAccountChange(async (token: string) => {
    await api.DELETE('/v1/service-accounts/{account}/tokens/{token}', {
      params: { path: { account, token } },
    })
  })
