import { Group, Text, Tooltip } from '@mantine/core'
import { IconBell, IconBellRinging } from '@tabler/icons-react'
import { isFiring, rollbackAlarms } from '../api/alarms'
import { useLiveEndpoint } from '../api/board'
import type { Deployment } from '../api/types'
import { isOver } from '../api/types'
import { Chip } from '../shared/StateChip'
import { useLookEvery } from '../time/lookEvery'

/** The alarms that would take this release back, as chips. */
export function RollbackAlarms({ deployment }: { deployment: Deployment }) {
  const every = useLookEvery(15)
  const over = isOver(deployment)
  const live = useLiveEndpoint(deployment.endpoint, over ? {} : { every })
  const green = deployment.fleets.find((fleet) => fleet.side === 'GREEN')
  const alarms = rollbackAlarms(live.data?.alarms ?? [], green?.endpoint_config_name)
  if (alarms.length === 0) {
    return (
      <Text c="dimmed" size="sm">
        {over ? 'None is left of this attempt.' : 'They are there once the new fleet is.'}
      </Text>
    )
  }
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
                {alarm.name.slice((green?.endpoint_config_name.length ?? 0) + 1)}{' '}
                {firing ? 'fires' : alarm.state === 'OK' ? 'quiet' : 'has no data'}
              </Chip>
            </span>
          </Tooltip>
        )
      })}
    </Group>
  )
}
