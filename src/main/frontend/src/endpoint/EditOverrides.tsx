import { Anchor, Button, Group, JsonInput, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useChangeOverrides } from '../api/endpoints'
import type { Endpoint } from '../api/types'
import { Dialog } from '../shared/Dialog'
import { DidNotWork } from '../shared/DidNotWork'
import { Diff } from '../shared/Diff'
import { differ } from '../shared/differ'
import { Leave } from '../shared/Leave'
import { mergePatch, readDocument } from '../shared/mergePatch'
import { mayLeave, useUnsaved } from '../shared/unsaved'

interface EditOverridesProps {
  /** The endpoint as it was when this was opened. */
  seen: Endpoint
  close: () => void
}

/** Edits what is set for one endpoint alone, as the API has it. */
export function EditOverrides({ seen, close }: EditOverridesProps) {
  const [text, setText] = useState(() => JSON.stringify(seen.overrides, null, 2))
  const change = useChangeOverrides(seen)
  const read = readDocument(text)
  const patch = 'document' in read ? mergePatch(seen.overrides, read.document) : undefined
  useUnsaved(('why' in read || patch !== undefined) && !change.isSuccess)
  const leave = () => {
    if (mayLeave()) close()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (patch !== undefined) change.mutate(patch, { onSuccess: close })
  }
  return (
    <Dialog opened onClose={leave} title={`Settings of ${seen.name} alone`} size="lg">
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">
            What stands here takes the place of what {seen.environment} says, with the next deployment; its
            plan shows it first.{' '}
            <Anchor href="/docs" size="sm" underline="always">
              What can be set
            </Anchor>
          </Text>
          <JsonInput
            label="Overrides"
            autosize
            minRows={8}
            maxRows={22}
            formatOnBlur
            value={text}
            onChange={setText}
            error={'why' in read ? read.why : undefined}
            data-autofocus
          />
          {'document' in read && patch !== undefined && (
            <section aria-label="What changes">
              <Text fw={650} size="sm" mb="xs">
                What changes
              </Text>
              <Diff changes={differ(seen.overrides, read.document)} />
            </section>
          )}
          {change.isError && <DidNotWork error={change.error} />}
          <Group justify="flex-end">
            <Leave busy={change.isPending} error={change.error} leave={leave} />
            <Button type="submit" loading={change.isPending} disabled={patch === undefined}>
              Set it
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
