import type { Grant, Role } from '../api/types'

const ALL = 'all environments'

export const ROLES: readonly { value: Role; label: string }[] = [
  { value: 'VIEWER', label: 'Viewer: sees everything' },
  { value: 'DEPLOYER', label: 'Deployer: promotes and takes back' },
  { value: 'APPROVER', label: 'Approver: agrees to promotions' },
  { value: 'ADMIN', label: 'Admin: changes the environment' },
  { value: 'INVOKER', label: 'Invoker: asks the models' },
]

export const isRole = (text: string | null): text is Role => ROLES.some((role) => role.value === text)

export const sameGrant = (one: Grant, other: Grant) =>
  one.role === other.role && one.environment === other.environment

/** A role somewhere, as people say it. */
export const grantInWords = (grant: Grant) =>
  `${grant.role.toLowerCase()} in ${grant.environment === '*' ? ALL : grant.environment}`

/** All of somebody's roles in one line. */
export const grantsInWords = (grants: readonly Grant[]) =>
  grants.length === 0 ? 'may do nothing yet' : grants.map(grantInWords).join(', ')
