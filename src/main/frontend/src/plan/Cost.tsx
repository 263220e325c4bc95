import { Text } from '@mantine/core'
import type { Plan } from '../api/types'
import { amount } from '../time/format'

/** What the fleet costs before and after. */
export function Cost({ fleet }: { fleet: NonNullable<Plan['fleet']> }) {
  const { cost_before: before, cost_after: after, currency } = fleet
  return (
    <div>
      <Text size="sm">
        Instances: {fleet.instances_before ?? 0} → {fleet.instances_after ?? 0}
      </Text>
      {after === undefined && fleet.instances_after === undefined && (
        <Text size="sm">Billed by request; how many come is not known</Text>
      )}
      {after !== undefined && (
        <Text size="sm">
          {before !== undefined && before !== after
            ? `${amount(before)} → ${amount(after)} ${currency} a month`
            : `${amount(after)} ${currency} a month${before === after ? ', as before' : ''}`}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        At prices of {fleet.prices_as_of}, for 730 hours.
      </Text>
    </div>
  )
}
