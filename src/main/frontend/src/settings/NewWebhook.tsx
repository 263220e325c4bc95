import { Alert, Button, Group, Modal, MultiSelect, Stack, TagsInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useEnvironments } from '../api/board'
import { useCreateWebhook } from '../api/webhooks'

const TYPES = ['deployment.*', 'promotion.*', 'drift.*', 'endpoint.*', 'model.*', 'environment.*']

interface NewWebhookProps {
  opened: boolean
  close: () => void
  made: (secret: string) => void
}

/** Makes a webhook and hands its secret on. */
export function NewWebhook({ opened, close, made }: NewWebhookProps) {
  const environments = useEnvironments().data ?? []
  const create = useCreateWebhook()
  const [name, setName] = useState('')
  const [url, setUrl] = useState('https://')
  const [types, setTypes] = useState<string[]>([])
  const [where, setWhere] = useState<string[]>([])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(
      { name: name.trim(), url: url.trim(), types, environments: where },
      {
        onSuccess: ({ secret }) => {
          close()
          made(secret)
        },
      },
    )
  }
  return (
    <Modal opened={opened} onClose={close} title="New webhook" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label="Name"
            description="Small letters, digits and dashes."
            pattern="[a-z0-9](-?[a-z0-9]){0,62}"
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <TextInput
            label="Address"
            description="Messages are sent there by POST."
            type="url"
            required
            value={url}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <TagsInput
            label="Of what"
            description="Nothing chosen means everything."
            data={TYPES}
            value={types}
            onChange={setTypes}
          />
          <MultiSelect
            label="Where"
            description="Nothing chosen means everywhere."
            data={environments.map((one) => one.name)}
            value={where}
            onChange={setWhere}
          />
          {create.isError && (
            <Alert color="red" variant="outline" title="That did not work" role="alert">
              {create.error.message}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Leave it
            </Button>
            <Button type="submit" loading={create.isPending}>
              Make it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
