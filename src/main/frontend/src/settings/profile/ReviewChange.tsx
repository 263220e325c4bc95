import { Button, Group, Stack, Text } from '@mantine/core'
import { useEndpoints } from '../../api/board'
import type { Environment } from '../../api/types'
import { Dialog } from '../../shared/Dialog'
import { Diff } from '../../shared/Diff'
import type { Document } from '../../shared/mergePatch'
import { WhatChanges } from '../../shared/WhatChanges'
import { consequences } from './consequences'
import { differences } from './told'

interface ReviewChangeProps {
  seen: Environment
  after: Document
  busy: boolean
  close: () => void
  save: () => void
}

/** Field by field what a change does, and what follows from it, before it is saved. */
export function ReviewChange({ seen, after, busy, close, save }: ReviewChangeProps) {
  const endpoints = useEndpoints().data ?? []
  const changes = differences(seen.profile, after)
  const here = endpoints.filter((one) => one.environment === seen.name && !one.retired)
  return (
    <Dialog opened onClose={close} title={`Change ${seen.name}`} size="xl">
      <Stack>
        <Diff changes={changes} />
        <WhatChanges
          changes={consequences(changes, after, here)}
          stays={[
            'Nothing is deployed by saving this.',
            `Revision ${seen.revision} is kept, and the record says who changed what.`,
            'Other environments are not touched.',
          ]}
        />
        <Text size="sm" c="dimmed">
          It becomes revision {seen.revision + 1}, unless somebody else is quicker.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            Go on typing
          </Button>
          <Button loading={busy} onClick={save}>
            Save it
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
