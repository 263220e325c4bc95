import { ApiProblem, problemOf } from './problem'
import type { Me, Session } from './types'

const SAFE = new Set(['GET', 'HEAD'])

let token = ''
let caller: string | undefined

/** What the session proves with that a page of ours has sent a change. */
export const rememberCsrf = (csrfToken: string) => {
  token = csrfToken
}

/** To whom the page shows what it shows. */
export const rememberCaller = (name: string) => {
  caller = name
}

/**
 * Sends a request, and a change with its proof. Whoever signs in again in another tab has another
 * session, for which the proof that this page has is none; then it is read anew, once.
 */
export async function send(request: Request): Promise<Response> {
  if (SAFE.has(request.method) || request.headers.has('Authorization')) return fetch(request)
  const again = request.clone()
  const answer = await fetch(proven(request))
  if (answer.status !== 403) return answer
  if ((await problemOf(answer.clone())).code !== 'csrf-token-missing') return answer
  await readTheSession()
  return fetch(proven(again))
}

function proven(request: Request): Request {
  if (token !== '') request.headers.set('X-CSRF-Token', token)
  return request
}

/**
 * The proof of the session that this browser has now.
 *
 * @throws ApiProblem as for nobody known, if it is the session of somebody else: what one has clicked
 *   is not done in another's name
 */
async function readTheSession(): Promise<void> {
  const session = await read<Session>('/v1/session')
  const me = await read<Me>('/v1/me')
  if (caller !== undefined && me.name !== caller) throw new ApiProblem(401, undefined)
  rememberCsrf(session.csrf_token)
}

async function read<T>(path: string): Promise<T> {
  const answer = await fetch(new Request(path, { credentials: 'same-origin' }))
  if (!answer.ok) throw await problemOf(answer)
  return (await answer.json()) as T
}
