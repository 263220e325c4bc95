import { Button, Group } from '@mantine/core'
import { IconTrafficCone } from '@tabler/icons-react'
import { useEffect, useEffectEvent } from 'react'
import { Link } from 'react-router'
import { useDeployment } from '../api/deployments'
import type { ApiProblem } from '../api/problem'
import { type Deployment, isOver } from '../api/types'
import { routes } from '../routes'
import { Message } from '../shared/Message'

interface InTheWayProps {
  problem: ApiProblem
  /** The deployment that holds the endpoint's place. */
  id: string
  supersede: () => void
  /** Asks for the plan again. */
  again: () => void
}

/** Something runs on the endpoint: it can be watched, or, where it is an update, taken back in favour of this. */
export function InTheWay({ problem, id, supersede, again }: InTheWayProps) {
  const running = useDeployment(id).data
  const isGone = running !== undefined && isOver(running)
  const look = useEffectEvent(again)
  useEffect(() => {
    if (isGone) look()
  }, [isGone])
  return (
    <Message
      icon={IconTrafficCone}
      title="Another deployment is under way"
      action={
        <Group justify="center">
          <Button component={Link} to={routes.deployment(id)}>
            Watch it
          </Button>
          {running !== undefined && givesWay(running) && (
            <Button variant="default" onClick={supersede}>
              Plan to take it back first
            </Button>
          )}
        </Group>
      }
    >
      {running === undefined ? problem.message : told(running)}
    </Message>
  )
}

/** Only an update is taken back for another promotion. */
const givesWay = ({ kind, state }: Deployment) => kind === 'PROMOTE' && state !== 'NEEDS_ATTENTION'

const WHAT: Record<Deployment['kind'], string> = {
  PROMOTE: 'update',
  ROLL_BACK: 'way back',
  ADOPT: 'take-over',
  RETIRE: 'retirement',
}

function told(running: Deployment): string {
  const why = running.requested_reason === undefined ? '' : `: “${running.requested_reason}”`
  const who = `${running.requested_by} asked for this ${WHAT[running.kind]}${why}.`
  if (running.state === 'NEEDS_ATTENTION')
    return `${who} It needs attention, and has the endpoint until somebody has looked at it.`
  return givesWay(running) ? who : `${who} It is not taken back for a promotion; wait for its end.`
}
