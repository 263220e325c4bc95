import { Progress, Skeleton, Text } from '@mantine/core'
import { useFleets } from '../api/deployments'
import type { AuditEvent, Deployment, Fleet } from '../api/types'
import { isOver } from '../api/types'
import { LastLook } from '../shared/LastLook'
import { TrafficBar } from '../shared/TrafficBar'
import { useCloudNow } from '../time/cloudNow'
import { amount, span } from '../time/format'
import { useLookEvery } from '../time/lookEvery'
import classes from './Fleets.module.css'
import { type Bake, bakeOf, bakesNow } from './steps'

interface FleetsProps {
  deployment: Deployment
  versionOf: (release: number | undefined) => string | undefined
  /** What happened so far; undefined while that is being loaded. */
  record: readonly AuditEvent[] | undefined
}

/** The old fleet beside the new: who gets the traffic, how each does, how long the bake still takes. */
export function Fleets({ deployment, versionOf, record }: FleetsProps) {
  const every = useLookEvery(20)
  const measured = useFleets(deployment.id, {
    enabled: deployment.fleets.length > 0,
    every: isOver(deployment) ? 0 : every,
  })
  const name = (fleet: Fleet) => versionOf(fleet.release) ?? `release ${fleet.release ?? '?'}`
  if (deployment.fleets.length === 0) {
    return <Text c="dimmed">SageMaker has not been asked for a fleet yet.</Text>
  }
  const bake = record === undefined ? undefined : bakeOf(deployment, record)
  const known = measured.data !== undefined || measured.isError
  const figure = (value: string | undefined) => (known ? (value ?? '–') : <FigureToCome />)
  return (
    <div className={classes.bar}>
      <TrafficBar fleets={deployment.fleets} name={name} legend />
      {isOver(deployment) && (
        <Text size="sm" c="dimmed">
          The shares are those with which it ended.
        </Text>
      )}
      {bake !== undefined && <Countdown bake={bake} />}
      {record === undefined && bakesNow(deployment) && (
        <Skeleton className={classes.bake ?? ''} height={36} />
      )}
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
                <dt>
                  Requests{measured.data !== undefined && `, last ${span(measured.data.window_seconds)}`}
                </dt>
                <dd>{figure(figures && amount(figures.invocations))}</dd>
                <dt>Server errors</dt>
                <dd data-bad={figures !== undefined && figures.errors_5xx > 0 ? true : undefined}>
                  {figure(figures && amount(figures.errors_5xx))}
                </dd>
                <dt>Average latency</dt>
                <dd>
                  {figure(
                    figures?.average_latency_ms === undefined
                      ? undefined
                      : `${amount(figures.average_latency_ms)} ms`,
                  )}
                </dd>
              </dl>
            </div>
          )
        })}
      </div>
      {measured.isError && <LastLook look={measured} unknown="How the fleets do is not known" />}
    </div>
  )
}

/** Holds the place of a figure, as high as its line. */
const FigureToCome = () => <Skeleton height="1em" width="2.5em" ml="auto" my="0.275em" />

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
