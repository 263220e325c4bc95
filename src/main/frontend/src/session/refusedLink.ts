import { hindrance } from '../api/problem'

/** Why the link that somebody came with did not sign them in. */
export const whyRefused = (error: Error) =>
  hindrance(error) === 'unauthenticated'
    ? 'The token of the link that you opened is not known here, or is no longer.'
    : error.message
