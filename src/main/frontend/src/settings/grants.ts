import type { Grant } from '../api/types'

const ALL = 'all environments'

/** A role somewhere, as people say it. */
export const grantInWords = (grant: Grant) =>
  `${grant.role.toLowerCase()} in ${grant.environment === '*' ? ALL : grant.environment}`

/** All of somebody's roles in one line. */
export const grantsInWords = (grants: readonly Grant[]) =>
  grants.length === 0 ? 'may do nothing yet' : grants.map(grantInWords).join(', ')
