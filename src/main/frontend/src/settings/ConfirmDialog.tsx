import { Button, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Dialog } from '../shared/Dialog'
import { DidNotWork } from '../shared/DidNotWork'
import { Leave } from '../shared/Leave'

interface ConfirmDialogProps {
  title: string
  opened: boolean
  close: () => void
  act: () => void
  action: string
  busy: boolean
  error: Error | null
  children: ReactNode
}

/** Asks once more before something that cannot be taken back, and says what will be so. */
export function ConfirmDialog({
  title,
  opened,
  close,
  act,
  action,
  busy,
  error,
  children,
}: ConfirmDialogProps) {
  return (
    <Dialog opened={opened} onClose={close} title={title}>
      <Stack>
        <Text>{children}</Text>
        {error !== null && <DidNotWork error={error} />}
        <Group justify="flex-end">
          <Leave busy={busy} error={error} leave={close} first />
          <Button color="var(--sw-bad)" loading={busy} onClick={act}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
