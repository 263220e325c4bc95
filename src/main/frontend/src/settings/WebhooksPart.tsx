import { Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconWebhook } from '@tabler/icons-react'
import { useState } from 'react'
import { useWebhooks } from '../api/webhooks'
import { Chip } from '../shared/StateChip'
import { NamedList } from './NamedList'
import { NewWebhook } from './NewWebhook'
import { OnceSecret } from './OnceSecret'
import { toldOf, webhookLook } from './webhookLook'

/** Programs that are told what happens. */
export function WebhooksPart() {
  const webhooks = useWebhooks()
  const [secret, setSecret] = useState<string>()
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      {secret !== undefined && (
        <OnceSecret
          title="The secret that messages are signed with"
          secrets={[{ value: secret }]}
          done={() => setSecret(undefined)}
        />
      )}
      <NamedList
        title="Webhooks"
        query={webhooks}
        folder="webhooks"
        none={{
          icon: IconWebhook,
          title: 'Nobody is told yet',
          children: 'A webhook sends each event to an address of yours, signed.',
          make: 'Make a webhook',
        }}
        make={open}
        row={(webhook) => {
          const look = webhookLook(webhook)
          return {
            beneath: (
              <>
                <Text size="sm" c="dimmed">
                  {webhook.url}
                </Text>
                <Text size="sm">Is told of {toldOf(webhook)}</Text>
              </>
            ),
            end: <Chip tone={look.tone}>{look.text}</Chip>,
          }
        }}
      />
      <NewWebhook opened={opened} close={close} made={setSecret} />
    </>
  )
}
