import createClient, { type Middleware } from 'openapi-fetch'
import { ApiProblem } from './problem'
import type { paths } from './schema.gen'
import type { Problem } from './types'

const SAFE = new Set(['GET', 'HEAD'])

let csrfToken = ''

/** What the session proves with that a page of ours has sent a change. */
export const rememberCsrf = (token: string) => {
  csrfToken = token
}

const proveOrigin: Middleware = {
  onRequest({ request }) {
    if (!SAFE.has(request.method) && csrfToken !== '' && !request.headers.has('Authorization')) {
      request.headers.set('X-CSRF-Token', csrfToken)
    }
    return request
  },
}

const failAsProblem: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response)
    return undefined
  },
  onError() {
    return new ApiProblem(0, undefined)
  },
}

/** The API of the contract; whatever is not a success is thrown as an ApiProblem. */
export const api = createClient<paths, 'application/json'>({
  baseUrl: '/',
  credentials: 'same-origin',
  fetch: (request) => fetch(request),
})
api.use(proveOrigin, failAsProblem)

/** The body of a success. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer
  if (data === undefined) throw new ApiProblem(0, undefined)
  return data
}

/** A failed response as what is thrown. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const wait = Number(response.headers.get('Retry-After'))
  const text = await response.text()
  return new ApiProblem(response.status, parsed(text), wait > 0 ? wait : undefined)
}

function parsed(text: string): Problem | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isProblem(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value
}

/**
 * A key under which a change may be sent again without being made twice. Made of random bytes, since
 * crypto.randomUUID is missing on pages that came by plain http from another host.
 */
export const idempotencyKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
