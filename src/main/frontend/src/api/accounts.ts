import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, body } from './client'
import { keys } from './keys'
import { everyPage } from './pages'
import type { components } from './schema.gen'
import type { Grant } from './types'

export type ServiceAccountInput = components['schemas']['ServiceAccountInput']
export type CredentialInput = Omit<components['schemas']['ServiceAccountTokenInput'], 'scopes'>

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

/** A token or an access key, as far as they are alike. */
export interface Credential {
  id: string
  name: string
  /** What of it may be shown again. */
  shown: string
  scopes?: Grant[]
  created_by: string
  created_at: string
  expires_at?: string
  last_used_at?: string
  revoked_at?: string
}

/** What is told once, with the name under which programs look for it. */
export interface Secret {
  name?: string
  value: string
}

export const useTokens = (account: string) =>
  useQuery({
    queryKey: keys.tokens(account),
    queryFn: async (): Promise<Credential[]> => {
      const tokens = await everyPage((token) =>
        body(
          api.GET('/v1/service-accounts/{account}/tokens', {
            params: {
              path: { account },
              query: { page_size: 200, ...(token === undefined ? {} : { page_token: token }) },
            },
          }),
        ),
      )
      return tokens.map((token) => ({ ...token, shown: `${token.prefix}…` }))
    },
  })

export const useAccessKeys = (account: string) =>
  useQuery({
    queryKey: keys.accessKeys(account),
    queryFn: async (): Promise<Credential[]> => {
      const found = await everyPage((token) =>
        body(
          api.GET('/v1/service-accounts/{account}/access-keys', {
            params: {
              path: { account },
              query: { page_size: 200, ...(token === undefined ? {} : { page_token: token }) },
            },
          }),
        ),
      )
      return found.map((key) => ({ ...key, id: key.access_key_id, shown: key.access_key_id }))
    },
  })

/** A change of accounts or of what they are known by, after which all of it is loaded again. */
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
    body(
      api.PATCH('/v1/service-accounts/{account}', {
        // Whatever else was changed meanwhile, in or out is what was meant.
        params: { path: { account }, header: { 'If-Match': '*' } },
        body: { disabled },
      }),
    ),
  )

/** Makes other roles of those that an account has now; what others do meanwhile is kept. */
export const useChangeGrants = (account: string) =>
  useAccountChange(async (change: (now: readonly Grant[]) => Grant[]) => {
    const params = { path: { account } }
    const { data, response } = await api.GET('/v1/service-accounts/{account}', { params })
    return body(
      api.PATCH('/v1/service-accounts/{account}', {
        params: { ...params, header: { 'If-Match': response.headers.get('ETag') ?? '' } },
        body: { grants: change(data?.grants ?? []) },
      }),
    )
  })

export const useRetireAccount = (account: string) =>
  useAccountChange(async () => {
    await api.DELETE('/v1/service-accounts/{account}', { params: { path: { account } } })
  })

/** The answer holds the token itself, this once. */
export const useIssueToken = (account: string) =>
  useAccountChange(async (input: CredentialInput): Promise<Secret[]> => {
    const path = '/v1/service-accounts/{account}/tokens'
    const { token } = await body(api.POST(path, { params: { path: { account } }, body: input }))
    return [{ name: 'SLIPWAY_TOKEN', value: told(token) }]
  })

/** The answer holds the secret, this once. */
export const useIssueAccessKey = (account: string) =>
  useAccountChange(async (input: CredentialInput): Promise<Secret[]> => {
    const path = '/v1/service-accounts/{account}/access-keys'
    const key = await body(api.POST(path, { params: { path: { account } }, body: input }))
    return [
      { name: 'AWS_ACCESS_KEY_ID', value: key.access_key_id },
      { name: 'AWS_SECRET_ACCESS_KEY', value: told(key.secret_access_key) },
    ]
  })

function told(secret: string | undefined): string {
  if (secret === undefined) throw new Error('The answer does not hold the secret.')
  return secret
}

export const useRevokeToken = (account: string) =>
  useAccountChange(async (token: string) => {
    await api.DELETE('/v1/service-accounts/{account}/tokens/{token}', {
      params: { path: { account, token } },
    })
  })

export const useRevokeAccessKey = (account: string) =>
  useAccountChange(async (key: string) => {
    await api.DELETE('/v1/service-accounts/{account}/access-keys/{access_key}', {
      params: { path: { account, access_key: key } },
    })
  })
