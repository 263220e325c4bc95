import type { Problem } from './types'

/** A request that was not answered as hoped: what the API says of it, or that it said nothing. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly problem: Problem | undefined
  /** Seconds until asking again makes sense; undefined when the API named none. */
  readonly retryAfter: number | undefined

  constructor(status: number, problem: Problem | undefined, retryAfter?: number) {
    super(toldOf(problem) ?? (status === 0 ? 'Slipway does not answer.' : `Slipway answered ${status}.`))
    this.name = 'ApiProblem'
    this.status = status
    this.code = problem?.code ?? (status === 0 ? 'unreachable' : `http-${status}`)
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

/** Where the API names what programs do next. */
const TO_PEOPLE: Partial<Record<string, string>> = {
  'plan-stale': 'The plan is another one by now. Read the new one before you agree to it.',
}

const toldOf = (problem: Problem | undefined) => TO_PEOPLE[problem?.code ?? ''] ?? problem?.detail

/** No answer of Slipway's own came to a change, which may have been made all the same. */
export class Unanswered extends ApiProblem {
  constructor(status: number) {
    super(status, undefined)
    this.message =
      'Slipway did not answer, and may have done it all the same. Look how it stands before you do it again.'
  }
}

/**
 * Whether a change may have been made though nothing came back that says so: no answer came, or the
 * first request of the same key still waits for its own.
 */
export const mayBeDone = (error: Error) =>
  error instanceof Unanswered || (error instanceof ApiProblem && error.code === 'request-in-flight')

/** Whether Slipway has understood what it was asked for, and says no: what is there speaks against it. */
export const isRefusal = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && (error.status === 409 || error.status === 422) && !mayBeDone(error)

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

export type Hindrance = 'unauthenticated' | 'forbidden' | 'missing' | 'throttled' | 'unreachable' | 'failed'

/** In which of the few ways that a page can show something went wrong. */
export function hindrance(error: unknown): Hindrance {
  if (!(error instanceof ApiProblem)) return 'failed'
  switch (error.status) {
    case 0:
      return 'unreachable'
    case 401:
      return 'unauthenticated'
    case 403:
      return 'forbidden'
    case 404:
      return 'missing'
    case 429:
      return 'throttled'
    case 503:
      return 'unreachable'
    default:
      return 'failed'
  }
}

/** Whether the same request may succeed if it is made again. */
export function isWorthRetrying(attempts: number, error: unknown): boolean {
  const how = hindrance(error)
  return (
    attempts < 2 &&
    (how === 'unreachable' || (how === 'failed' && error instanceof ApiProblem && error.status >= 500))
  )
}
