import { Anchor, Button, Code, Text } from '@mantine/core'
import { IconAlertTriangle, IconCloudOff, IconHourglass, IconLock, IconMapPinOff } from '@tabler/icons-react'
import { ApiProblem, type Hindrance, hindrance } from '../api/problem'
import { Message } from './Message'

const TITLES: Record<Hindrance, string> = {
  unauthenticated: 'Your session is over',
  forbidden: 'You may not see this',
  missing: 'There is no such thing',
  throttled: 'Too many requests for now',
  unreachable: 'Slipway does not answer',
  failed: 'Something went wrong',
}

const ICONS = {
  unauthenticated: IconLock,
  forbidden: IconLock,
  missing: IconMapPinOff,
  throttled: IconHourglass,
  unreachable: IconCloudOff,
  failed: IconAlertTriangle,
}

interface HinderedProps {
  error: unknown
  again?: () => void
  /** What the button says that does it again. */
  action?: string
}

/** Why something is not shown, what Slipway says of it, and what can be done. */
export function Hindered({ error, again, action = 'Try again' }: HinderedProps) {
  const how = hindrance(error)
  const problem = error instanceof ApiProblem ? error : undefined
  return (
    <Message
      icon={ICONS[how]}
      title={TITLES[how]}
      role="alert"
      action={
        again !== undefined && how !== 'missing' ? (
          <Button variant="default" onClick={again}>
            {action}
          </Button>
        ) : undefined
      }
    >
      {error instanceof Error ? error.message : 'The page could not be shown.'}
      {how === 'throttled' &&
        problem?.retryAfter !== undefined &&
        ` It can be asked again in ${problem.retryAfter} s.`}
      {how === 'forbidden' && ' An admin of all environments can grant it.'}
      {problem?.problem !== undefined && (
        <Text size="sm" mt="xs" component="div">
          <Anchor href={`/problems/${problem.code}`} underline="always">
            {problem.code}
          </Anchor>
          , request <Code>{problem.problem.request_id}</Code>
        </Text>
      )}
    </Message>
  )
}
