import { Anchor, SegmentedControl, Skeleton } from '@mantine/core'
import { Suspense } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useMetrics } from '../api/endpoints'
import type { EndpointMetrics } from '../api/types'
import { routes } from '../routes'
import { Loaded } from '../shared/Loaded'
import { Panel } from '../shared/Panel'
import { part } from '../shared/part'
import { StateChip } from '../shared/StateChip'
import { useCloudClock } from '../time/cloudNow'
import { When } from '../time/When'
import classes from './Endpoint.module.css'
import { RANGES, rangeOf } from './ranges'

const Charts = part(() => import('../chart/Charts'))

const SOONEST_MS = 5_000
const LATEST_MS = 30_000

/** What CloudWatch says of an endpoint, looked at again about every minute of its time. */
export function Metrics({ endpoint }: { endpoint: string }) {
  const [address, setAddress] = useSearchParams()
  const clock = useCloudClock()
  const range = rangeOf(address.get('range'))
  const every = Math.min(LATEST_MS, Math.max(SOONEST_MS, 60_000 / clock.speed))
  const metrics = useMetrics(endpoint, range.seconds, clock.now, every)
  const choose = (value: string) => {
    const next = new URLSearchParams(address)
    next.set('range', value)
    setAddress(next, { replace: true })
  }
  return (
    <Panel
      title="Metrics"
      aside={
        <SegmentedControl
          size="xs"
          aria-label="How far back"
          data={RANGES.map((one) => ({ value: one.value, label: one.label }))}
          value={range.value}
          onChange={choose}
        />
      }
    >
      <Loaded query={metrics} loading={<ChartSkeleton />}>
        {(found) => (
          <>
            <Suspense fallback={<ChartSkeleton />}>
              <Charts metrics={found} />
            </Suspense>
            <Deployments markers={found.markers} />
          </>
        )}
      </Loaded>
    </Panel>
  )
}

/** The deployments that the charts mark, in words and with a way to each. */
function Deployments({ markers }: { markers: EndpointMetrics['markers'] }) {
  if (markers.length === 0) return null
  return (
    <ul className={classes.markers} aria-label="Deployments in this time">
      {markers.map((marker) => (
        <li key={marker.deployment}>
          <Anchor component={Link} to={routes.deployment(marker.deployment)} size="sm" fw={600}>
            {marker.release === undefined ? 'change' : `r${marker.release}`}
          </Anchor>{' '}
          <StateChip state={marker.state} />{' '}
          <span>
            <When at={marker.started_at} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function ChartSkeleton() {
  return (
    <div className={classes.holding} role="status" aria-label="Loading the figures">
      {[1, 2, 3, 4].map((chart) => (
        <Skeleton key={chart} height={252} radius="md" />
      ))}
    </div>
  )
}
