import { Badge } from '@mantine/core'
import { useWaitingPromotions } from '../api/promotions'

/** How many promotions wait for a decision, beside the way to them; nothing when none does. */
export function PendingCount() {
  const all = useWaitingPromotions().data ?? []
  const waiting = all.filter((promotion) => promotion.outcome === 'PENDING_APPROVAL').length
  if (waiting === 0) return null
  return (
    <Badge ml="auto" size="sm" circle={waiting < 10} color="var(--sw-accent)">
      {waiting}
      <span className="hidden-visually"> waiting</span>
    </Badge>
  )
}
