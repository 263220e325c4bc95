import { Button, Center, Text } from '@mantine/core'
import type { Webhook, WebhookDelivery } from '../api/types'
import { useDeliveries, useReplayDelivery } from '../api/webhooks'
import { Loaded } from '../shared/Loaded'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { Chip } from '../shared/StateChip'
import { WhyNot } from '../shared/WhyNot'
import { absolute, amount } from '../time/format'
import { WallWhen } from '../time/WallWhen'
import classes from './Settings.module.css'
import { deliveryLook, tryInWords, whyNoReplay } from './webhookLook'

/** What was sent to a webhook, what came of each attempt, and the way to send it again. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const deliveries = useDeliveries(webhook.name)
  return (
    <Panel title="What was sent">
      <Loaded
        query={deliveries}
        loading={<Skeletons rows={4} height={48} />}
        empty={{
          when: (pages) => pages.pages.every((page) => page.items.length === 0),
          show: (
            <Text size="sm" c="dimmed">
              Nothing yet. A ping shows whether the address listens.
            </Text>
          ),
        }}
      >
        {(pages) => (
          <>
            <ol className={classes.rows}>
              {pages.pages
                .flatMap((page) => page.items)
                .map((delivery) => (
                  <Row key={delivery.id} webhook={webhook} delivery={delivery} />
                ))}
            </ol>
            {deliveries.hasNextPage && (
              <Center mt="md">
                <Button
                  variant="default"
                  loading={deliveries.isFetchingNextPage}
                  onClick={() => void deliveries.fetchNextPage()}
                >
                  Earlier ones
                </Button>
              </Center>
            )}
          </>
        )}
      </Loaded>
    </Panel>
  )
}

function Row({ webhook, delivery }: { webhook: Webhook; delivery: WebhookDelivery }) {
  const replay = useReplayDelivery(webhook.name)
  const look = deliveryLook[delivery.state]
  return (
    <li className={classes.row}>
      <div>
        <Chip tone={look.tone}>{look.text}</Chip>{' '}
        <Text component="span" size="sm">
          {delivery.event === undefined ? 'Ping' : `Event ${delivery.event}`}
        </Text>
        <Text size="sm" c="dimmed" component="div">
          <WallWhen at={delivery.created_at} />
          {delivery.due_at !== undefined && ` · tried again ${absolute(delivery.due_at)}`}
        </Text>
        {replay.isError && (
          <Text size="sm" c="var(--sw-bad)" role="alert">
            {replay.error.message}
          </Text>
        )}
      </div>
      {delivery.event !== undefined && (
        <WhyNot
          size="xs"
          variant="default"
          reason={whyNoReplay(webhook)}
          name={`Send again: event ${delivery.event}`}
          loading={replay.isPending}
          onClick={() => replay.mutate(delivery.id)}
        >
          Send again
        </WhyNot>
      )}
      {delivery.tries.length > 0 && (
        <details className={classes.tries}>
          <summary>
            {delivery.attempts} {delivery.attempts === 1 ? 'attempt' : 'attempts'}
          </summary>
          <ol reversed start={delivery.tries[0]?.number ?? 1}>
            {delivery.tries.map((one) => (
              <li key={`${one.number} ${one.at}`}>
                {absolute(one.at)}: {tryInWords(one)}, after {amount(one.duration_ms)} ms
                {one.answer !== undefined && one.answer !== '' && <pre>{one.answer}</pre>}
              </li>
            ))}
          </ol>
        </details>
      )}
    </li>
  )
}
