import { Anchor, Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconWebhook } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { useWebhooks } from '../api/webhooks'
import { routes } from '../routes'
import { Loaded } from '../shared/Loaded'
import { Message } from '../shared/Message'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { Chip } from '../shared/StateChip'
import { NewWebhook } from './NewWebhook'
import { OnceSecret } from './OnceSecret'
import classes from './Settings.module.css'
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
      <Loaded
        query={webhooks}
        loading={<Skeletons rows={2} height={56} />}
        empty={{
          when: (all) => all.length === 0,
          show: (
            <Message
              icon={IconWebhook}
              title="Nobody is told yet"
              action={<Button onClick={open}>Make a webhook</Button>}
            >
              A webhook sends each event to an address of yours, signed.
            </Message>
          ),
        }}
      >
        {(all) => (
          <Panel
            title="Webhooks"
            aside={
              <Button
                size="xs"
                variant="default"
                leftSection={<IconPlus size={14} aria-hidden />}
                onClick={open}
              >
                New
              </Button>
            }
          >
            <ul className={classes.rows}>
              {all.map((webhook) => {
                const look = webhookLook(webhook)
                return (
                  <li key={webhook.id} className={classes.row}>
                    <div>
                      <Anchor component={Link} to={`${routes.settings}/webhooks/${webhook.name}`} fw={650}>
                        {webhook.name}
                      </Anchor>
                      <Text size="sm" c="dimmed">
                        {webhook.url}
                      </Text>
                      <Text size="sm">Is told of {toldOf(webhook)}</Text>
                    </div>
                    <Chip tone={look.tone}>{look.text}</Chip>
                  </li>
                )
              })}
            </ul>
          </Panel>
        )}
      </Loaded>
      <NewWebhook opened={opened} close={close} made={setSecret} />
    </>
  )
}
