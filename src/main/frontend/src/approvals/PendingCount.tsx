import { Badge } from '@mantine/core'
import { usePendingPromotions } from '../api/promotions'

/** How many promotions wait, beside the way to them; nothing when none does. */
export function PendingCount() {
  const waiting = usePendingPromotions().data?.length ?? 0
  if (waiting === 0) return null
  return (
    <Badge ml="auto" size="sm" circle={waiting < 10} color="var(--sw-accent)">
      {waiting}
      <span className="hidden-visually"> waiting</span>
    </Badge>
  )
}
