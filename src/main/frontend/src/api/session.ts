import { useQuery } from '@tanstack/react-query'
import { api, body } from './client'
import { rememberCaller, rememberCsrf } from './csrf'
import { keys } from './keys'
import type { Me, Session } from './types'

/** Whose session this is; fails with 401 for nobody's. */
export const useMe = () => useQuery({ queryKey: keys.me, queryFn: whoAmI, staleTime: 60_000 })

async function whoAmI(): Promise<Me> {
  await thisSession()
  const me = await body(api.GET('/v1/me'))
  rememberCaller(me.name)
  return me
}

/** The session that this browser has; fails with 401 where it has none. */
export async function thisSession(): Promise<Session> {
  const session = await body(api.GET('/v1/session'))
  rememberCsrf(session.csrf_token)
  return session
}

/** This browser's session, which also tells where applications send predictions. */
export const useSession = () =>
  useQuery({ queryKey: keys.session, queryFn: thisSession, staleTime: Number.POSITIVE_INFINITY })

/** Exchanges a token for a session, so that the page need not keep the token. */
export async function openSession(token: string): Promise<void> {
  const session = await body(
    api.POST('/v1/session', { headers: { Authorization: `Bearer ${token.trim()}` } }),
  )
  rememberCsrf(session.csrf_token)
}

export async function closeSession(): Promise<void> {
  await api.DELETE('/v1/session')
}

export type LoginWay = 'none' | 'provider'

/** Whether an identity provider is configured: without one, /login is not there. */
export async function loginWay(): Promise<LoginWay> {
  const answer = await fetch('/login', { redirect: 'manual' })
  return answer.type === 'opaqueredirect' || answer.ok ? 'provider' : 'none'
}
