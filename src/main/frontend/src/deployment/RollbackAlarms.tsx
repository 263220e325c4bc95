import { Group, Text, Tooltip } from '@mantine/core'
import { IconBell, IconBellRinging } from '@tabler/icons-react'
import { isFiring, rollbackAlarms } from '../api/alarms'
import { useLiveEndpoint } from '../api/board'
import type { Deployment, LiveEndpoint } from '../api/types'
import { isOver } from '../api/types'
import { Loaded } from '../shared/Loaded'
import { Skeletons } from '../shared/Skeletons'
import { Chip } from '../shared/StateChip'
import { useLookEvery } from '../time/lookEvery'

/** The alarms that would take this release back, as chips. */
export function RollbackAlarms({ deployment }: { deployment: Deployment }) {
  const every = useLookEvery(15)
  const over = isOver(deployment)
  const live = useLiveEndpoint(deployment.endpoint, over ? {} : { every })
  const green = deployment.fleets.find((fleet) => fleet.side === 'GREEN')
  const none = (
    <Text c="dimmed" size="sm">
      {over ? 'None is left of this attempt.' : 'They are there once the new fleet is.'}
    </Text>
  )
  if (green === undefined) return none
  const configuration = green.endpoint_config_name
  return (
    <Loaded query={live} loading={<Skeletons rows={1} height={24} />}>
      {({ alarms }) => {
        const its = rollbackAlarms(alarms, configuration)
        return its.length === 0 ? none : <Chips alarms={its} configuration={configuration} />
      }}
    </Loaded>
  )
}

interface ChipsProps {
  alarms: LiveEndpoint['alarms']
  configuration: string
}

function Chips({ alarms, configuration }: ChipsProps) {
  return (
    <Group gap="xs" aria-live="polite">
      {alarms.map((alarm) => {
        const firing = isFiring(alarm)
        return (
          <Tooltip key={alarm.name} label={alarm.reason ?? alarm.name}>
            <span>
              <Chip
                tone={firing ? 'bad' : alarm.state === 'OK' ? 'good' : 'quiet'}
                icon={firing ? IconBellRinging : IconBell}
              >
                {alarm.name.slice(configuration.length + 1)}{' '}
                {firing ? 'fires' : alarm.state === 'OK' ? 'quiet' : 'has no data'}
              </Chip>
            </span>
          </Tooltip>
        )
      })}
    </Group>
  )
}
