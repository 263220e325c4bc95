import { ApiProblem, hindrance, Unanswered } from '../api/problem'

interface Told {
  title: string
  message: string
}

/** Whether no answer came, or the first request of the same key still waits for its own. */
export const mayHaveBegun = (error: Error) =>
  error instanceof Unanswered || codeOf(error) === 'request-in-flight'

/** What is said to whoever promoted and was not answered with a promotion. */
export function notBegun(error: Error): Told {
  if (mayHaveBegun(error)) {
    return {
      title: 'It may have been started',
      message:
        'Slipway did not answer. Press again once it does: what has begun is shown then, and not begun twice.',
    }
  }
  if (codeOf(error) === 'idempotency-key-reused') {
    return {
      title: 'It was asked for before',
      message: 'That was with the reason which stood here then. Look under Deployments and Approvals.',
    }
  }
  return {
    title: 'Nothing was started',
    // What the API says of that is for programs.
    message: hindrance(error) === 'unauthenticated' ? 'Your session was over.' : error.message,
  }
}

const codeOf = (error: Error) => (error instanceof ApiProblem ? error.code : undefined)
