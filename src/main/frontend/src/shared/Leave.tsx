import { Button, Text } from '@mantine/core'
import { mayBeDone } from '../api/problem'

interface LeaveProps {
  /** Whether what the dialog asks for is under way. */
  busy: boolean
  error: Error | null | undefined
  leave: () => void
  /** Whether the dialog begins with this button. */
  first?: boolean
}

/** Closes a dialog. What was asked for goes on behind it, so that is not left to be as it was. */
export function Leave({ busy, error, leave, first = false }: LeaveProps) {
  const mayCome = busy || (error != null && mayBeDone(error))
  return (
    <>
      {busy && (
        <Text size="xs" c="dimmed" flex="1 1 12rem" role="status">
          It has been asked for. Closing this does not stop it.
        </Text>
      )}
      <Button variant="default" onClick={leave} data-autofocus={first || undefined}>
        {mayCome ? 'Close' : 'Leave it'}
      </Button>
    </>
  )
}
