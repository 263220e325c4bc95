import { Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { usePromotionWithPlan } from '../api/promotions'
import type { Plan } from '../api/types'
import { Remarks } from '../plan/Remarks'
import { Calls } from '../shared/Calls'
import { Diff } from '../shared/Diff'
import { Loaded } from '../shared/Loaded'
import { Skeletons } from '../shared/Skeletons'
import { span } from '../time/format'
import classes from './Approvals.module.css'

/** The plan that an approval agrees to, loaded when somebody wants to read it. */
export function PlanOf({ promotion }: { promotion: string }) {
  const [open, setOpen] = useState(false)
  const found = usePromotionWithPlan(promotion, open)
  return (
    <details className={classes.plan} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>The plan</summary>
      {open && (
        <Loaded query={found} loading={<Skeletons rows={2} height={48} />}>
          {({ plan }) => (plan === undefined ? <Text size="sm">It has none.</Text> : <Shown plan={plan} />)}
        </Loaded>
      )}
    </details>
  )
}

function Shown({ plan }: { plan: Plan }) {
  return (
    <Stack gap="md" mt="sm">
      <Text size="sm" c="dimmed">
        About {span(plan.expected_seconds.total)} of AWS time.
      </Text>
      <Diff changes={plan.changes} />
      <div>
        <Text size="sm" fw={650} mb="xs">
          What AWS will be asked, in order
        </Text>
        <Calls calls={plan.calls} />
      </div>
      {plan.remarks.length > 0 && (
        <div>
          <Text size="sm" fw={650} mb="xs">
            Good to know
          </Text>
          <Remarks remarks={plan.remarks} />
        </div>
      )}
    </Stack>
  )
}
