import { Button, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Dialog } from '../shared/Dialog'
import { DidNotWork } from '../shared/DidNotWork'
import { refuseHeldEnter } from '../shared/heldEnter'
import { Leave } from '../shared/Leave'
import { mayLeave, useUnsaved } from '../shared/unsaved'
import { FaultList } from './profile/Faulty'
import type { Fault } from './profile/faults'

interface NewDialogProps {
  title: string
  opened: boolean
  close: () => void
  /** What its name is like. */
  naming: string
  make: (name: string) => void
  busy: boolean
  error: Error | null
  /** What is wrong that no field says; where it is empty they say everything. */
  unsaid?: readonly Fault[]
  /** Whether so much was filled in, beside the name, that nobody wants to lose it; asked before it is closed. */
  changed?: boolean
  children: ReactNode
}

/** Makes something that has a name, and whatever else is asked for. */
export function NewDialog({
  title,
  opened,
  close,
  naming,
  make,
  busy,
  error,
  unsaid,
  changed,
  children,
}: NewDialogProps) {
  const [name, setName] = useState('')
  useUnsaved(opened && changed !== undefined && (changed || name !== ''))
  const leave = () => {
    if (mayLeave()) close()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (opened && !busy) make(name.trim())
  }
  return (
    <Dialog opened={opened} onClose={leave} title={title}>
      <form onSubmit={submit} onKeyDown={refuseHeldEnter}>
        <Stack>
          <TextInput
            label="Name"
            description={naming}
            pattern="[a-z0-9](-?[a-z0-9]){0,62}"
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          {children}
          {error !== null && unsaid?.length !== 0 && (
            <DidNotWork error={error}>
              {unsaid !== undefined && <FaultList faults={unsaid} beside={error.message} />}
            </DidNotWork>
          )}
          <Group justify="flex-end">
            <Leave busy={busy} error={error} leave={leave} />
            <Button type="submit" loading={busy}>
              Make it
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
