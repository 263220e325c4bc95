import { Tooltip } from '@mantine/core'
import { IconBell, IconBellRinging } from '@tabler/icons-react'
import type { LiveEndpoint } from '../api/types'
import classes from './Board.module.css'

interface AlarmDotProps {
  /** Undefined while nobody has asked AWS. */
  alarms: LiveEndpoint['alarms'] | undefined
  firing: LiveEndpoint['alarms']
}

/** Whether an alarm fires, and which. */
export function AlarmDot({ alarms, firing }: AlarmDotProps) {
  if (alarms === undefined || alarms.length === 0) return null
  const rings = firing.length > 0
  const label = rings
    ? `Firing: ${firing.map((alarm) => alarm.name).join(', ')}`
    : `${alarms.length} ${alarms.length === 1 ? 'alarm is' : 'alarms are'} quiet`
  const Icon = rings ? IconBellRinging : IconBell
  return (
    <Tooltip label={label}>
      <span className={classes.alarm} data-firing={rings || undefined} role="img" aria-label={label}>
        <Icon size={14} stroke={2} aria-hidden />
      </span>
    </Tooltip>
  )
}
