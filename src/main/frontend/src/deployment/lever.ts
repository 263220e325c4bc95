import type { Deployment } from '../api/types'

/**
 * Whether what SageMaker has begun can still be stopped. Where it cannot, another deployment brings
 * the earlier release back once SageMaker is done.
 */
export function stoppable({ kind, state, swap, plan, fleets }: Deployment): boolean {
  if (state === 'FINISHING') return false
  if (swap !== undefined) return true
  const leverless =
    kind === 'ROLL_BACK' || (plan?.remarks.some(({ code }) => code === 'no-abort-lever') ?? false)
  const [only, ...others] = fleets
  const over = only?.side === 'GREEN' && only.traffic_percent === 100 && others.length === 0
  return !leverless && !over
}
