import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Webhook } from '../api/types'
import { useDeleteWebhook, useEnableWebhook, usePing, useReplaySince, useRotateSecret } from '../api/webhooks'
import { routes } from '../routes'
import { WhyNot } from '../shared/WhyNot'
import { ConfirmDialog } from './ConfirmDialog'
import { OnceSecret } from './OnceSecret'
import { whyNoReplay } from './webhookLook'

const HOUR_MS = 3_600_000

/** What can be done with a webhook. */
export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const go = useNavigate()
  const ping = usePing(webhook.name)
  const replay = useReplaySince(webhook.name)
  const enable = useEnableWebhook(webhook.name)
  const rotate = useRotateSecret(webhook.name)
  const remove = useDeleteWebhook(webhook.name)
  const [secret, setSecret] = useState<string>()
  const [asked, setAsked] = useState(false)
  // What an earlier one came to says nothing of this; one that is under way still tells its end.
  const instead = (act: () => void) => () => {
    for (const one of [ping, replay, enable, rotate]) if (!one.isPending) one.reset()
    act()
  }
  const failure = ping.error ?? replay.error ?? enable.error ?? rotate.error
  return (
    <>
      <Group gap="sm" mt="md">
        <Button
          size="xs"
          variant="default"
          loading={ping.isPending}
          onClick={instead(() => ping.mutate(undefined))}
        >
          Ping
        </Button>
        <WhyNot
          size="xs"
          variant="default"
          reason={whyNoReplay(webhook)}
          loading={replay.isPending}
          // Webhooks keep wall time, whatever the cloud's clock says.
          onClick={instead(() => replay.mutate(new Date(Date.now() - HOUR_MS).toISOString()))}
        >
          Replay the last hour
        </WhyNot>
        <Button
          size="xs"
          variant="default"
          loading={rotate.isPending}
          onClick={instead(() =>
            rotate.mutate(undefined, { onSuccess: (answer) => setSecret(answer.secret) }),
          )}
        >
          New secret
        </Button>
        <Button
          size="xs"
          variant="default"
          loading={enable.isPending}
          onClick={instead(() => enable.mutate(!webhook.enabled))}
        >
          {webhook.enabled ? 'Turn off' : 'Turn on'}
        </Button>
        <Button size="xs" variant="subtle" color="var(--sw-bad)" onClick={() => setAsked(true)}>
          Delete
        </Button>
      </Group>
      <Text size="sm" mt="xs" role="status">
        {replay.data !== undefined &&
          `${replay.data.messages} ${replay.data.messages === 1 ? 'message is' : 'messages are'} sent again.`}
      </Text>
      {failure !== null && (
        <Text size="sm" c="var(--sw-bad)" role="alert">
          {failure.message}
        </Text>
      )}
      {secret !== undefined && (
        <OnceSecret
          title="The new secret; the one before signs besides it for a day"
          secrets={[{ value: secret }]}
          done={() => setSecret(undefined)}
        />
      )}
      <ConfirmDialog
        title={`Delete ${webhook.name}`}
        opened={asked}
        close={() => setAsked(false)}
        act={() => remove.mutate(undefined, { onSuccess: () => void go(`${routes.settings}/webhooks`) })}
        action="Delete it"
        busy={remove.isPending}
        error={remove.error}
      >
        Nothing is sent there any more, and the log of what was sent goes with it.
      </ConfirmDialog>
    </>
  )
}
