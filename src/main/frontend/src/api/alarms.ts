import type { LiveEndpoint } from './types'

type Alarm = LiveEndpoint['alarms'][number]

/** The alarms that take a release back when they fire; the others page people. */
export const rollbackAlarms = (alarms: readonly Alarm[], configuration: string | undefined): Alarm[] =>
  configuration === undefined ? [] : alarms.filter((alarm) => alarm.name.startsWith(`${configuration}-`))

export const isFiring = (alarm: Alarm) => alarm.state === 'ALARM'
