import { Alert, Anchor } from '@mantine/core'
import { IconMapPinOff } from '@tabler/icons-react'
import { Link, useParams } from 'react-router'
import type { Webhook } from '../api/types'
import { useWebhooks } from '../api/webhooks'
import { routes } from '../routes'
import { Facts } from '../shared/Facts'
import { Loaded } from '../shared/Loaded'
import { Message } from '../shared/Message'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { Chip } from '../shared/StateChip'
import { WallWhen } from '../time/WallWhen'
import { Deliveries } from './Deliveries'
import { WebhookActions } from './WebhookActions'
import { toldOf, webhookLook } from './webhookLook'

/** One webhook: how it does, what can be done with it, what was sent. */
export function WebhookPart() {
  const { webhook = '' } = useParams()
  const webhooks = useWebhooks()
  return (
    <>
      <Anchor component={Link} to={`${routes.settings}/webhooks`} size="sm">
        All webhooks
      </Anchor>
      <Loaded query={webhooks} loading={<Skeletons rows={2} height={160} />}>
        {(all) => {
          const found = all.find((one) => one.name === webhook)
          return found === undefined ? (
            <Message icon={IconMapPinOff} title="There is no such webhook">
              It may have been deleted.
            </Message>
          ) : (
            <Shown key={found.id} webhook={found} />
          )
        }}
      </Loaded>
    </>
  )
}

function Shown({ webhook }: { webhook: Webhook }) {
  const look = webhookLook(webhook)
  return (
    <>
      <Panel title={webhook.name} aside={<Chip tone={look.tone}>{look.text}</Chip>}>
        {webhook.disabled_reason !== undefined && (
          <Alert variant="outline" color="var(--sw-warn)" mb="md" title="Slipway has turned it off">
            {webhook.disabled_reason}
          </Alert>
        )}
        <Facts
          facts={[
            ['Address', webhook.url],
            ['Is told of', toldOf(webhook)],
            ['Made by', webhook.created_by],
            ...(webhook.failing_since === undefined
              ? []
              : [['Failing since', <WallWhen key="since" at={webhook.failing_since} printed />] as const]),
            ['Secrets', `${webhook.secrets.length} in use`],
          ]}
        />
        <WebhookActions webhook={webhook} />
      </Panel>
      <Deliveries webhook={webhook} />
    </>
  )
}
