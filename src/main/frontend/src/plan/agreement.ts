import type { Plan } from '../api/types'

/** Why a plan cannot be carried out yet; undefined when it can. */
export function whyNotYet(plan: Plan | undefined, reason: string, waitForGates: boolean): string | undefined {
  if (plan === undefined) return 'The plan is not there yet.'
  if (plan.no_changes) return 'Everything is as wanted already, so there is nothing to deploy.'
  const closed = plan.gates?.find((gate) => gate.verdict === 'FAILED')
  if (closed !== undefined) return `A gate is closed: ${closed.reason}`
  const pending = plan.gates?.find(
    (gate) => gate.verdict === 'PENDING' && gate.gate !== 'APPROVALS' && gate.gate !== 'CHECK',
  )
  if (pending !== undefined && !waitForGates) return `A gate is not open yet: ${pending.reason}`
  if (reason.trim() === '') return 'Say why; the record keeps it.'
  return undefined
}

/** Whether the plan waits for somebody or something once it is agreed to. */
export const waits = (plan: Plan) => plan.gates?.some((gate) => gate.verdict === 'PENDING') ?? false
