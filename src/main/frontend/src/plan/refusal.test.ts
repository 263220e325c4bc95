import { expect, it } from 'vitest'
import { ApiProblem, mayBeDone, Unanswered } from '../api/problem'
import { notBegun } from './refusal'

const refused = (status: number, code: string) =>
  new ApiProblem(status, {
    type: `/problems/${code}`,
    title: '',
    status,
    detail: 'Because.',
    code,
    request_id: 'r-1',
    retryable: false,
  })

it('nothing is said not to have begun of which no answer came', () => {
  for (const error of [new Unanswered(0), new Unanswered(504), refused(409, 'request-in-flight')]) {
    expect(mayBeDone(error)).toBe(true)
    expect(notBegun(error).title).toBe('It may have been started')
  }
})

it('what was asked for with another reason before is not called nothing', () => {
  expect(notBegun(refused(422, 'idempotency-key-reused')).title).toBe('It was asked for before')
})

it('a refusal is told with its reason, and a session that is over in words for people', () => {
  expect(notBegun(refused(409, 'conflict'))).toEqual({ title: 'Nothing was started', message: 'Because.' })
  expect(notBegun(refused(409, 'plan-stale')).message).toContain('The plan is another one by now.')
  expect(notBegun(refused(401, 'unauthenticated')).message).toBe('Your session was over.')
})
