import { Text } from '@mantine/core'
import { Link } from 'react-router'
import { isFiring } from '../api/alarms'
import { useLiveEndpoint } from '../api/board'
import { useDeploymentsOf } from '../api/deployments'
import { useRelease } from '../api/releases'
import type { Deployment, Drift, Endpoint } from '../api/types'
import { isOver } from '../api/types'
import { differs, lookOf } from '../drift/look'
import { routes } from '../routes'
import { Chip, StateChip } from '../shared/StateChip'
import { TrafficBar } from '../shared/TrafficBar'
import { useLookEvery } from '../time/lookEvery'
import { AlarmDot } from './AlarmDot'
import classes from './Board.module.css'
import { inShort } from './inShort'
import { LiveSince } from './LiveSince'
import { Promote } from './Promote'
import { liveSince, mayServe, type Standing } from './rows'

interface CellProps {
  model: string
  environment: string
  endpoint: Endpoint | undefined
  /** Its latest deployments, newest first; undefined when they are not among the latest of all. */
  deployments: Deployment[] | undefined
  /** Whether older ones than the latest of all are to be asked for. */
  asksForOlder: boolean
  drift: Drift | undefined
  standing: Standing
  looksAtAws: boolean
}

/** One model in one environment. */
export function Cell({ endpoint, ...rest }: CellProps) {
  return endpoint === undefined ? <EmptyCell {...rest} /> : <FullCell endpoint={endpoint} {...rest} />
}

function EmptyCell({ model, environment, standing }: Omit<CellProps, 'endpoint'>) {
  return (
    <div className={classes.empty}>
      <Text size="sm" c="dimmed">
        Not here yet
      </Text>
      <Promote model={model} environment={environment} version={standing.candidate} />
    </div>
  )
}

function FullCell(props: CellProps & { endpoint: Endpoint }) {
  const { endpoint, model, environment, drift, standing, looksAtAws } = props
  const own = useDeploymentsOf(endpoint.name, props.deployments === undefined && props.asksForOlder).data
  const deployments = props.deployments ?? own ?? []
  const last = deployments[0]
  const moving = last !== undefined && !isOver(last) ? last : undefined
  const every = useLookEvery(15)
  const live = useLiveEndpoint(endpoint.name, {
    enabled: moving !== undefined || (looksAtAws && endpoint.current_release !== undefined),
    ...(moving === undefined ? {} : { every }),
  })
  const firing = live.data?.alarms.filter(isFiring) ?? []
  const version = endpoint.current_release?.model_version
  const since = endpoint.unsettled === undefined ? liveSince(endpoint, deployments) : undefined
  return (
    <div className={classes.cell}>
      <div className={classes.line}>
        <Link
          className={classes.version}
          to={moving === undefined ? routes.endpoint(endpoint.name) : routes.deployment(moving.id)}
        >
          <span className="hidden-visually">{`${model} in ${environment}: `}</span>
          {mayServe(endpoint)}
          {moving?.release !== undefined && (
            <Arriving endpoint={endpoint.name} release={moving.release} now={version} />
          )}
        </Link>
        <AlarmDot alarms={live.data?.alarms} firing={firing} />
        <span className={classes.state}>
          <CellState endpoint={endpoint} moving={moving} last={last} drift={drift} />
        </span>
      </div>
      {moving !== undefined && moving.fleets.length > 0 && <TrafficBar fleets={moving.fleets} />}
      <div className={classes.foot}>
        <span>
          {moving?.waiting_for !== undefined ? (
            <span className={classes.waiting} title={moving.waiting_for}>
              {inShort(moving.waiting_for)}
            </span>
          ) : (
            <LiveSince since={since} behind={standing.behind} />
          )}
        </span>
        {moving === undefined && (
          <Promote model={model} environment={environment} version={standing.candidate} />
        )}
      </div>
    </div>
  )
}

/** The version that comes, once it is known; lists tell the number of the release alone. */
function Arriving({
  endpoint,
  release,
  now,
}: {
  endpoint: string
  release: number
  now: string | undefined
}) {
  const coming = useRelease(endpoint, release).data?.model_version
  return coming === undefined || coming === now ? null : <span className={classes.arriving}> → {coming}</span>
}

interface CellStateProps {
  endpoint: Endpoint
  moving: Deployment | undefined
  last: Deployment | undefined
  drift: Drift | undefined
}

function CellState({ endpoint, moving, last, drift }: CellStateProps) {
  if (moving !== undefined) return <StateChip state={moving.state} />
  if (endpoint.unsettled !== undefined) {
    const { message } = endpoint.unsettled
    return (
      <Link
        to={routes.endpoint(endpoint.name)}
        className={classes.plain}
        aria-label={message}
        title={message}
      >
        <Chip tone="warn">Not settled</Chip>
      </Link>
    )
  }
  if (drift !== undefined && differs(drift)) return <Chip tone="warn">{lookOf(drift).text}</Chip>
  if (last?.state === 'ROLLED_BACK' || last?.state === 'FAILED') {
    return (
      <Link
        to={routes.deployment(last.id)}
        className={classes.plain}
        aria-label={`The last deployment: ${last.state}`}
      >
        <StateChip state={last.state} />
      </Link>
    )
  }
  return endpoint.current_release === undefined ? (
    <Chip tone="quiet">Nothing live</Chip>
  ) : (
    <Chip tone="good">Live</Chip>
  )
}
