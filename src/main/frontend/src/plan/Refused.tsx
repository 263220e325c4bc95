import { Anchor, Button, Group } from '@mantine/core'
import { IconHandStop, IconShieldX } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useEndpoints } from '../api/board'
import type { ApiProblem } from '../api/problem'
import { routes } from '../routes'
import { Message } from '../shared/Message'

interface RefusedProps {
  problem: ApiProblem
  model: string
  version: string
  to: string
  /** Asks for the plan again. */
  again: () => void
}

/** Slipway refuses the promotion already as a plan: why, and where that can be changed. */
export function Refused({ problem, model, version, to, again }: RefusedProps) {
  const endpoint = useEndpoints().data?.find((one) => one.environment === to && one.model === model)
  if (problem.code === 'version-quarantined' && endpoint !== undefined) {
    return (
      <Message
        icon={IconShieldX}
        title={`${version} is quarantined in ${to}`}
        action={
          <Button component={Link} to={routes.endpoint(endpoint.name)}>
            See why, and lift it
          </Button>
        }
      >
        It was taken back there, so it is not promoted there again until somebody lifts that with a reason.
        The releases of {endpoint.name} say what happened. Another version can be promoted at once.
      </Message>
    )
  }
  return (
    <Message
      icon={IconHandStop}
      title="This cannot be promoted as it is"
      role="alert"
      action={
        <Group justify="center">
          <Button variant="default" onClick={again}>
            Look again
          </Button>
          <Anchor href={`/problems/${problem.code}`} underline="always" size="sm">
            What this means
          </Anchor>
        </Group>
      }
    >
      {problem.message}
    </Message>
  )
}
