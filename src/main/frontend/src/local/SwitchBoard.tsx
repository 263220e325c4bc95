import { Text } from '@mantine/core'
import { useRecentDeployments } from '../api/deployments'
import { useMe } from '../api/session'
import { useDrivenCounts, useSetSwitches } from '../api/simulator'
import type { Endpoint } from '../api/types'
import { isOver } from '../api/types'
import { off } from '../api/wanted'
import { whyNotMay } from '../session/may'
import { DidNotWork } from '../shared/DidNotWork'
import { useSimulator } from '../time/cloudNow'
import { amount } from '../time/format'
import classes from './Local.module.css'
import { SwitchRow } from './SwitchRow'

const PER_SECOND = 20
const SLOW_MS = 1500

/** The simulator's switches of one endpoint. Faults are the new fleet's alone while there is one. */
export function SwitchBoard({ endpoint }: { endpoint: Endpoint }) {
  const physical = endpoint.physical_name
  const simulator = useSimulator()
  const setting = useSetSwitches(physical)
  const recent = useRecentDeployments()
  const moving = recent.data?.find((one) => one.endpoint === endpoint.name && !isOver(one))
  const green = moving?.fleets.find((fleet) => fleet.side === 'GREEN')
  const now = simulator.data?.switches.find((one) => one.endpoint === physical) ?? off(physical)
  useDrivenCounts(now.requests_per_second > 0)
  const aim = green === undefined ? {} : { configuration: green.endpoint_config_name }
  const whom = green === undefined ? 'every fleet' : 'the new fleet alone'
  const refusal = whyNotMay(useMe().data, 'ADMIN', '*')
  const disabled = refusal !== undefined
  return (
    <>
      {disabled && (
        <Text size="sm" mb="sm">
          {refusal}
        </Text>
      )}
      <div className={classes.switches}>
        <SwitchRow
          disabled={disabled}
          label="Drive traffic"
          explained={
            now.requests_per_second > 0
              ? `${now.requests_per_second} predictions a second: ${amount(now.sent)} sent, ${amount(now.failed)} failed.`
              : 'Predictions from this machine. A canary without traffic proves nothing.'
          }
          on={now.requests_per_second > 0}
          set={(on) => setting.mutate({ requests_per_second: on ? PER_SECOND : 0 })}
        />
        <SwitchRow
          disabled={disabled}
          label="Inject 5xx"
          explained={
            now.error_share > 0
              ? `Every request is answered with 500 by ${now.configuration === undefined ? 'every fleet' : now.configuration}.`
              : `The model answers every request with 500, in ${whom}.`
          }
          danger
          on={now.error_share > 0}
          set={(on) => setting.mutate({ ...aim, error_share: on ? 1 : 0 })}
        />
        <SwitchRow
          disabled={disabled}
          label="Inject latency"
          explained={`The model answers ${amount(SLOW_MS / 1000)} s later, in ${whom}.`}
          danger
          on={now.latency_ms > 0}
          set={(on) => setting.mutate({ ...aim, latency_ms: on ? SLOW_MS : 0 })}
        />
        <SwitchRow
          disabled={disabled}
          label="Fail the next deployment"
          explained="Containers that are to be started do not start, until this is off again."
          danger
          on={now.fail_starts}
          set={(on) => setting.mutate({ fail_starts: on })}
        />
      </div>
      {setting.isError && <DidNotWork error={setting.error} />}
    </>
  )
}
