import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { useUsage } from '../api/endpoints'
import type { Endpoint, UsageReport } from '../api/types'
import { Facts } from '../shared/Facts'
import { Loaded } from '../shared/Loaded'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { Chip } from '../shared/StateChip'
import { amount } from '../time/format'
import { When } from '../time/When'

/** What the endpoint is asked and costs. AWS is asked for it only when somebody wants to know. */
export function UsagePanel({ endpoint }: { endpoint: Endpoint }) {
  const [wanted, setWanted] = useState(false)
  const usage = useUsage(endpoint.environment, wanted)
  return (
    <Panel title="Cost and use">
      {wanted ? (
        <Loaded query={usage} loading={<Skeletons rows={3} height={20} />}>
          {(report) => <Found report={report} endpoint={endpoint.name} />}
        </Loaded>
      ) : (
        <>
          <Text size="sm" c="dimmed" mb="sm">
            Counted by AWS over the last seven days, for all endpoints of {endpoint.environment} at once.
          </Text>
          <Button variant="default" size="xs" onClick={() => setWanted(true)}>
            Ask AWS
          </Button>
        </>
      )}
    </Panel>
  )
}

function Found({ report, endpoint }: { report: UsageReport; endpoint: string }) {
  const own = report.endpoints.find((one) => one.endpoint === endpoint)
  if (own === undefined) {
    return (
      <Text size="sm" c="dimmed">
        The report says nothing of it: nothing serves here.
      </Text>
    )
  }
  const money = (value: number | undefined) =>
    value === undefined ? 'not known' : `${amount(value)} ${report.currency} a month`
  return (
    <>
      {own.idle && <Chip tone="warn">Idle</Chip>}
      <Text size="sm" mb="sm" mt={own.idle ? 'xs' : 0}>
        {own.sentence}
      </Text>
      <Facts
        facts={[
          [`Requests in ${report.days} days`, own.invocations === undefined ? '–' : amount(own.invocations)],
          ['Last asked', own.last_invoked_at === undefined ? '–' : when(own.last_invoked_at)],
          ['Runs on', `${own.instances ?? '?'} × ${own.instance_type ?? 'serverless'}`],
          ['Costs', money(own.cost_per_month)],
          ...(own.serverless === undefined
            ? []
            : [['The same on serverless', money(own.serverless.cost_per_month)] as const]),
        ]}
      />
      <Text size="xs" c="dimmed" mt="sm">
        At prices of {report.prices_as_of}, for a month of 730 hours.
      </Text>
    </>
  )
}

const when = (at: string) => <When at={at} printed />
