import createClient, { type Middleware } from 'openapi-fetch'
import { send } from './csrf'
import { ApiProblem, problemOf, Unanswered } from './problem'
import type { paths } from './schema.gen'

const failAsProblem: Middleware = {
  async onResponse({ request, response }) {
    if (response.ok) return undefined
    const problem = await problemOf(response)
    // What a load balancer says of a Slipway that it did not hear from.
    throw problem.problem === undefined && response.status >= 500 && changes(request)
      ? new Unanswered(response.status)
      : problem
  },
  onError({ request, error }) {
    if (error instanceof ApiProblem) return error
    return changes(request) ? new Unanswered(0) : new ApiProblem(0, undefined)
  },
}

/** Whether a request would change something: not one that looks, and not one that signs in. */
const changes = ({ method, headers, url }: Request) =>
  method !== 'GET' && !headers.has('Authorization') && new URL(url).searchParams.get('dry_run') !== 'true'

/** The API of the contract; whatever is not a success is thrown as an ApiProblem. */
export const api = createClient<paths, 'application/json'>({
  baseUrl: '/',
  credentials: 'same-origin',
  fetch: send,
})
api.use(failAsProblem)

/** The body of a success. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer
  if (data === undefined) throw new ApiProblem(0, undefined)
  return data
}

/**
 * A key under which a change may be sent again without being made twice. Made of random bytes, since
 * crypto.randomUUID is missing on pages that came by plain http from another host.
 */
export const idempotencyKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
