import { Grid, Stack, Text } from '@mantine/core'
import type { Plan } from '../api/types'
import { Calls } from '../shared/Calls'
import { Diff } from '../shared/Diff'
import { Panel } from '../shared/Panel'
import { Cost } from './Cost'
import { Duration } from './Duration'
import { Gates } from './Gates'
import { Remarks } from './Remarks'

/** Everything that a plan says, for somebody who is to agree to it. */
export function PlanView({ plan }: { plan: Plan }) {
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack gap="lg">
          <Panel title="What changes">
            {plan.changes.length === 0 ? (
              <Text c="dimmed">Nothing: everything is as wanted already.</Text>
            ) : (
              <Diff changes={plan.changes} />
            )}
          </Panel>
          <Panel
            title="What is asked of AWS"
            aside={
              <Text size="sm" c="dimmed">
                {plan.calls.length} calls, in this order
              </Text>
            }
          >
            <Calls calls={plan.calls} />
          </Panel>
          {plan.remarks.length > 0 && (
            <Panel title="Good to know">
              <Remarks remarks={plan.remarks} />
            </Panel>
          )}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="lg">
          <Panel title="How long it should take">
            <Duration expected={plan.expected_seconds} />
          </Panel>
          {plan.gates !== undefined && (
            <Panel title="Gates">
              <Gates gates={plan.gates} />
            </Panel>
          )}
          {plan.fleet !== undefined && (
            <Panel title="Fleet and cost">
              <Cost fleet={plan.fleet} />
            </Panel>
          )}
        </Stack>
      </Grid.Col>
    </Grid>
  )
}
