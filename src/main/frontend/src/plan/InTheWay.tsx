import { Button, Group } from '@mantine/core'
import { IconTrafficCone } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { ApiProblem } from '../api/problem'
import { routes } from '../routes'
import { Message } from '../shared/Message'

/** Something runs on the endpoint: it can be watched, or taken back in favour of this. */
export function InTheWay({ problem, supersede }: { problem: ApiProblem; supersede: () => void }) {
  const running = problem.problem?.link?.split('/').at(-1)
  return (
    <Message
      icon={IconTrafficCone}
      title="Another deployment is under way"
      action={
        <Group justify="center">
          {running !== undefined && (
            <Button component={Link} to={routes.deployment(running)}>
              Watch it
            </Button>
          )}
          <Button variant="default" onClick={supersede}>
            Plan to take it back first
          </Button>
        </Group>
      }
    >
      {problem.message}
    </Message>
  )
}
