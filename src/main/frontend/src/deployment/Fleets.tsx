import { Progress, Text } from '@mantine/core'
import { useFleets } from '../api/deployments'
import type { Deployment, Fleet } from '../api/types'
import { isOver } from '../api/types'
import { TrafficBar } from '../shared/TrafficBar'
import { useCloudNow } from '../time/cloudNow'
import { amount, span } from '../time/format'
import { useLookEvery } from '../time/lookEvery'
import classes from './Fleets.module.css'
import type { Bake } from './steps'

interface FleetsProps {
  deployment: Deployment
  versionOf: (release: number | undefined) => string | undefined
  bake: Bake | undefined
}

/** The old fleet beside the new: who gets the traffic, how each does, how long the bake still takes. */
export function Fleets({ deployment, versionOf, bake }: FleetsProps) {
  const every = useLookEvery(20)
  const measured = useFleets(deployment.id, {
    enabled: deployment.fleets.length > 0,
    every: isOver(deployment) ? 0 : every,
  })
  const name = (fleet: Fleet) => versionOf(fleet.release) ?? `release ${fleet.release ?? '?'}`
  if (deployment.fleets.length === 0) {
    return <Text c="dimmed">SageMaker has not been asked for a fleet yet.</Text>
  }
  return (
    <div className={classes.bar}>
      <TrafficBar fleets={deployment.fleets} name={name} legend />
      {bake !== undefined && <Countdown bake={bake} />}
      <div className={classes.fleets}>
        {deployment.fleets.map((fleet) => {
          const figures = measured.data?.fleets.find(
            (one) => one.endpoint_config_name === fleet.endpoint_config_name,
          )
          return (
            <div key={fleet.endpoint_config_name} className={classes.fleet} data-side={fleet.side}>
              <div className={classes.name}>
                {name(fleet)} · {fleet.side === 'GREEN' ? 'new fleet' : 'old fleet'}
              </div>
              <div className={classes.config}>{fleet.endpoint_config_name}</div>
              <dl className={classes.figures}>
                <dt>Instances</dt>
                <dd>{fleet.instances ?? '–'}</dd>
                <dt>Requests, last {span(measured.data?.window_seconds ?? 300)}</dt>
                <dd>{figures === undefined ? '–' : amount(figures.invocations)}</dd>
                <dt>Server errors</dt>
                <dd data-bad={figures !== undefined && figures.errors_5xx > 0 ? true : undefined}>
                  {figures === undefined ? '–' : amount(figures.errors_5xx)}
                </dd>
                <dt>Average latency</dt>
                <dd>
                  {figures?.average_latency_ms === undefined
                    ? '–'
                    : `${amount(figures.average_latency_ms)} ms`}
                </dd>
              </dl>
            </div>
          )
        })}
      </div>
    </div>
  )
}

function Countdown({ bake }: { bake: Bake }) {
  const now = useCloudNow(500)
  const left = Math.max(0, (bake.until - now) / 1000)
  const share = Math.min(100, ((bake.seconds - left) / bake.seconds) * 100)
  const what = bake.of === 'canary' ? 'Baking the canary' : 'Baking the whole new fleet'
  return (
    <div className={classes.bake}>
      <Text size="sm" fw={600} mb={6}>
        {what}: {left > 0 ? `${span(left)} of ${span(bake.seconds)} left` : 'about to end'}
      </Text>
      {/* No transition: one that never ends lays the page out anew with every frame. */}
      <Progress value={share} color="var(--sw-bake)" size="sm" aria-label={what} transitionDuration={0} />
    </div>
  )
}
