import { ApiProblem, hindrance, mayBeDone } from '../api/problem'

interface Told {
  title: string
  message: string
}

/** What is said to whoever promoted and was not answered with a promotion. */
export function notBegun(error: Error): Told {
  if (mayBeDone(error)) {
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
