import { Button, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Dialog } from './Dialog'
import { DidNotWork } from './DidNotWork'
import { refuseHeldEnter } from './heldEnter'
import { Leave } from './Leave'

interface ReasonDialogProps {
  title: string
  opened: boolean
  close: () => void
  /** What pressing the button does; the reason is not blank. */
  act: (reason: string) => void
  action: string
  danger?: boolean
  busy?: boolean
  error?: Error | null
  /** Why it cannot be done at all now. */
  blocked?: string | undefined
  children: ReactNode
}

/** Asks for a reason before something is done, and says what will and will not happen. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, opened, close, act, action, danger = false, busy = false, error, blocked, children } = props
  const [reason, setReason] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // A dialog that is fading away is still there for a moment, and has been answered.
    if (reason.trim() !== '' && opened && !busy && blocked === undefined) act(reason.trim())
  }
  return (
    <Dialog opened={opened} onClose={close} title={title} size="lg">
      <form onSubmit={submit} onKeyDown={refuseHeldEnter}>
        <Stack>
          {children}
          <TextInput
            label="Why?"
            description="The record keeps it."
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
          {error && <DidNotWork error={error} />}
          <Group justify="flex-end">
            <Leave busy={busy} error={error} leave={close} />
            <Button
              type="submit"
              loading={busy}
              disabled={reason.trim() === '' || blocked !== undefined}
              {...(danger ? { color: 'var(--sw-bad)' } : {})}
            >
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
