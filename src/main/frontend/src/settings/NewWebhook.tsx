import { MultiSelect, TagsInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useEnvironments } from '../api/board'
import { useCreateWebhook } from '../api/webhooks'
import { NewDialog } from './NewDialog'

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
  const [url, setUrl] = useState('https://')
  const [types, setTypes] = useState<string[]>([])
  const [where, setWhere] = useState<string[]>([])
  const make = (name: string) =>
    create.mutate(
      { name, url: url.trim(), types, environments: where },
      {
        onSuccess: ({ secret }) => {
          close()
          made(secret)
        },
      },
    )
  return (
    <NewDialog
      title="New webhook"
      opened={opened}
      close={close}
      naming="Small letters, digits and dashes."
      make={make}
      busy={create.isPending}
      error={create.error}
    >
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
    </NewDialog>
  )
}
