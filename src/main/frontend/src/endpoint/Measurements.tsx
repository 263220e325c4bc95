import { Anchor, Code, Text } from '@mantine/core'
import { useLoadTests, useRecommenderJobs } from '../api/measurements'
import type { Endpoint } from '../api/types'
import { Loaded } from '../shared/Loaded'
import { allOf } from '../shared/look'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { Chip } from '../shared/StateChip'
import { When } from '../time/When'
import classes from './Endpoint.module.css'
import { type Measurement, measured } from './measured'

/** What load tests and the Inference Recommender have found out about the endpoint. */
export function Measurements({ endpoint }: { endpoint: Endpoint }) {
  const tests = useLoadTests(endpoint.name)
  const jobs = useRecommenderJobs(endpoint.name)
  return (
    <Panel title="Measurements">
      <Loaded
        query={allOf(tests, jobs)}
        loading={<Skeletons rows={2} height={44} />}
        empty={{ when: ([some, others]) => some.length + others.length === 0, show: <None of={endpoint} /> }}
      >
        {([some, others]) => (
          <ol className={classes.releases}>
            {measured(some, others).map((one) => (
              <Row key={one.id} measurement={one} />
            ))}
          </ol>
        )}
      </Loaded>
    </Panel>
  )
}

function Row({ measurement }: { measurement: Measurement }) {
  const { what, look, askedBy, askedFor, at, found, reason } = measurement
  return (
    <li className={classes.measurement}>
      <Text component="span" fw={650}>
        {what}
      </Text>{' '}
      <Chip tone={look.tone}>{look.text}</Chip>
      <Text size="sm" c="dimmed" component="div">
        {askedBy} asked for it <When at={at} />: “{askedFor}”
      </Text>
      {found !== undefined && <Text size="sm">{found}</Text>}
      {reason !== undefined && <Text size="sm">{reason}</Text>}
    </li>
  )
}

function None({ of: endpoint }: { of: Endpoint }) {
  return (
    <Text size="sm" c="dimmed" component="div">
      Nothing was measured yet.{' '}
      <Code>slipway load-test {endpoint.name} --p99 200 --reason '…' --dry-run</Code> says what finding out
      how much an instance takes would do;{' '}
      <Code>slipway recommend {endpoint.name} --reason '…' --dry-run</Code> the same of other instance types.{' '}
      <Anchor href="/docs#createLoadTest" size="sm" underline="always">
        How it works
      </Anchor>
    </Text>
  )
}
