import { Text } from '@mantine/core'
import { isFiring } from '../api/alarms'
import { useLiveEndpoint } from '../api/board'
import type { Endpoint, LiveEndpoint } from '../api/types'
import { Facts } from '../shared/Facts'
import { Loaded } from '../shared/Loaded'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { Chip } from '../shared/StateChip'
import { useLookEvery } from '../time/lookEvery'
import classes from './Endpoint.module.css'

/** What AWS says of the endpoint now: its status, what it runs on, its alarms. */
export function LivePanel({ endpoint }: { endpoint: Endpoint }) {
  const every = useLookEvery(60)
  const live = useLiveEndpoint(endpoint.name, { every: Math.max(5_000, every) })
  return (
    <Panel title="Now in AWS">
      <Loaded query={live} loading={<Skeletons rows={2} height={44} />}>
        {(found) => (
          <>
            <Facts facts={factsOf(found, endpoint)} />
            <Text size="sm" fw={650} mt="md">
              Alarms
            </Text>
            {found.alarms.length === 0 ? (
              <Text size="sm" c="dimmed">
                None watches this endpoint.
              </Text>
            ) : (
              <ul className={classes.releases}>
                {found.alarms.map((alarm) => (
                  <li key={alarm.name} className={classes.alarm} title={alarm.reason}>
                    <Text size="sm" component="span">
                      {alarm.name}
                    </Text>
                    <AlarmChip alarm={alarm} />
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </Loaded>
    </Panel>
  )
}

function AlarmChip({ alarm }: { alarm: LiveEndpoint['alarms'][number] }) {
  if (isFiring(alarm)) return <Chip tone="bad">Fires</Chip>
  return alarm.state === 'OK' ? <Chip tone="good">OK</Chip> : <Chip tone="quiet">No data</Chip>
}

function factsOf(live: LiveEndpoint, endpoint: Endpoint) {
  const { autoscaling } = live
  return [
    ['SageMaker endpoint', endpoint.physical_name],
    ['Status', live.status],
    ['Configuration', live.endpoint_config_name ?? '–'],
    ...live.variants.map(
      (variant) =>
        [
          'Instances',
          variant.serverless === undefined
            ? `${variant.current_instance_count ?? '?'} of ${variant.desired_instance_count ?? '?'} wanted`
            : 'serverless',
        ] as const,
    ),
    [
      'Autoscaling',
      autoscaling === undefined ? 'none' : `${autoscaling.min_instances} to ${autoscaling.max_instances}`,
    ],
  ] as const
}
