import type { Me, Promotion } from '../api/types'
import { whyNotMay } from '../session/may'

const waitsForApprovals = (promotion: Promotion) =>
  promotion.gates.some((gate) => gate.gate === 'APPROVALS' && gate.verdict !== 'PASSED')

/** Whether it waits until its version is approved as such. */
export const waitsForItsVersion = (promotion: Promotion) =>
  promotion.gates.some((gate) => gate.gate === 'VERSION_APPROVED' && gate.verdict !== 'PASSED')

/** Why somebody cannot approve a promotion; undefined when they can. */
export function whyNotApprove(promotion: Promotion, me: Me | undefined): string | undefined {
  if (promotion.requested_by === me?.name) return 'You asked for it, so somebody else has to approve it.'
  const role = whyNotMay(me, 'APPROVER', promotion.to)
  if (role !== undefined) return role
  if (promotion.decisions.some((one) => one.kind === 'APPROVED' && one.by === me?.name)) {
    return 'You have approved it already; everybody approves once.'
  }
  if (!waitsForApprovals(promotion)) return 'It waits for something else than approvals.'
  return undefined
}

/** Why somebody cannot reject a promotion. */
export const whyNotReject = (promotion: Promotion, me: Me | undefined) =>
  whyNotMay(me, 'APPROVER', promotion.to)

/** Why somebody cannot approve its version as such. */
export function whyNotApproveVersion(promotion: Promotion, me: Me | undefined): string | undefined {
  if (!waitsForItsVersion(promotion)) return `${promotion.version} is approved already.`
  return whyNotMay(me, 'APPROVER', '*')
}

/** Why somebody cannot call a promotion off. */
export const whyNotCallOff = (promotion: Promotion, me: Me | undefined) =>
  whyNotMay(me, 'DEPLOYER', promotion.to)

/** Why somebody cannot break the glass. */
export const whyNotBreakGlass = (promotion: Promotion, me: Me | undefined) =>
  whyNotMay(me, 'ADMIN', promotion.to)
