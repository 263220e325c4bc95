import type { Webhook, WebhookDelivery } from '../api/types'
import type { Tone } from '../shared/tones'

/** How a webhook does. */
export function webhookLook(webhook: Webhook): { tone: Tone; text: string } {
  if (!webhook.enabled) return { tone: 'quiet', text: 'Off' }
  return webhook.failing_since === undefined ? { tone: 'good', text: 'On' } : { tone: 'bad', text: 'Failing' }
}

/** Why nothing is replayed to a webhook; undefined when it is. */
export const whyNoReplay = (webhook: Webhook) =>
  webhook.enabled ? undefined : 'It is off; turn it on first.'

/** What a webhook is told of, as people say it. */
export function toldOf(webhook: Pick<Webhook, 'types' | 'environments'>): string {
  const what = webhook.types.length === 0 ? 'everything' : webhook.types.join(', ')
  return webhook.environments.length === 0 ? what : `${what} in ${webhook.environments.join(', ')}`
}

export const deliveryLook: Record<WebhookDelivery['state'], { tone: Tone; text: string }> = {
  PENDING: { tone: 'waiting', text: 'Under way' },
  DELIVERED: { tone: 'good', text: 'Delivered' },
  FAILED: { tone: 'bad', text: 'Failed' },
}

/** What came of one attempt. */
export const tryInWords = (one: WebhookDelivery['tries'][number]) =>
  one.status === undefined ? (one.error ?? 'no answer') : `answered ${one.status}`
