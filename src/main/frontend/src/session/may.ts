import type { Me, Role } from '../api/types'

const LADDER = ['VIEWER', 'DEPLOYER', 'APPROVER', 'ADMIN'] as const

/** Whether a role includes another: viewer, deployer, approver and admin each those before. */
function includes(held: Role, wanted: Role): boolean {
  if (wanted === 'INVOKER') return held === 'INVOKER' || held === 'ADMIN'
  return held !== 'INVOKER' && LADDER.indexOf(held) >= LADDER.indexOf(wanted)
}

type Holder = Pick<Me, 'grants' | 'scopes'>

/**
 * Whether somebody has a role in an environment, or with `*` in all of them. The API decides; this
 * is for buttons that say beforehand why they cannot be used.
 */
export function may(me: Holder | undefined, role: Role, environment: string): boolean {
  if (me === undefined) return false
  const held = (grants: Me['grants']) =>
    grants.some(
      (grant) =>
        (grant.environment === '*' || grant.environment === environment) && includes(grant.role, role),
    )
  return held(me.grants) && (me.scopes === undefined || held(me.scopes))
}

/** Why somebody may not do what needs a role; undefined when they may. */
export function whyNotMay(me: Holder | undefined, role: Role, environment: string): string | undefined {
  if (may(me, role, environment)) return undefined
  const where = environment === '*' ? 'all environments' : environment
  return `It needs the role ${role.toLowerCase()} in ${where}, which you do not have.`
}
