import { Group, Text, Tooltip } from '@mantine/core'
import { IconBell, IconBellRinging } from '@tabler/icons-react'
import { isFiring, rollbackAlarms } from '../api/alarms'
import { useLiveEndpoint } from '../api/board'
import { ApiProblem } from '../api/problem'
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
  const configuration = deployment.endpoint_config_name
  if (live.error instanceof ApiProblem && live.error.code === 'nothing-live') {
    return <None>None: the endpoint serves no release.</None>
  }
  if (configuration === undefined && !over) return <None>They are there once the new fleet is.</None>
  if (configuration === undefined) return <None>This attempt made none.</None>
  return (
    <Loaded query={live} loading={<Skeletons rows={1} height={24} />}>
      {({ alarms }) => {
        const its = rollbackAlarms(alarms, configuration)
        if (its.length > 0) return <Chips alarms={its} configuration={configuration} />
        return <None>{over ? 'None is left of this attempt.' : 'They are there once the new fleet is.'}</None>
      }}
    </Loaded>
  )
}

function None({ children }: { children: string }) {
  return (
    <Text c="dimmed" size="sm">
      {children}
    </Text>
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
