import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { WebhookDelivery } from '../api/types'
import { webhook } from '../testing/examples'
import { show } from '../testing/render'
import { Deliveries } from './Deliveries'
import { WebhookActions } from './WebhookActions'

const OFF = webhook({ enabled: false })

const ping: WebhookDelivery = {
  id: 'd-1',
  state: 'DELIVERED',
  attempts: 1,
  created_at: '2026-01-31T12:00:00Z',
  tries: [],
}

let posted: string[] = []

beforeEach(() => {
  posted = []
  vi.stubGlobal('fetch', (request: Request) => {
    if (request.method === 'GET') {
      return Promise.resolve(Response.json({ items: [{ ...ping, id: 'd-2', event: 'e-1' }, ping] }))
    }
    posted.push(new URL(request.url).pathname)
    return Promise.resolve(Response.json(ping))
  })
})
afterEach(() => vi.unstubAllGlobals())

const button = (name: string) => screen.findByRole('button', { name })

it('a webhook that is off is pinged, and replays nothing', async () => {
  show(<WebhookActions webhook={OFF} />)
  await userEvent.click(await button('Replay the last hour: It is off; turn it on first.'))
  await userEvent.click(await button('Ping'))
  expect(posted).toEqual(['/v1/webhooks/chat/pings'])
})

it('what was sent to a webhook is not sent again while it is off, and the button says why', async () => {
  show(<Deliveries webhook={OFF} />)
  await userEvent.click(await button('Send again: event e-1: It is off; turn it on first.'))
  expect(posted).toEqual([])
})

it('an event is sent again, and a ping, which tells of nothing, is not', async () => {
  show(<Deliveries webhook={webhook()} />)
  await userEvent.click(await button('Send again: event e-1'))
  expect(posted).toEqual(['/v1/webhooks/chat/deliveries/d-2/replays'])
  expect(screen.getAllByRole('button')).toHaveLength(1)
})

it('what went wrong before is not said beside what has gone well since', async () => {
  let answers = [Response.json({ status: 502, code: 'x', detail: 'Nobody answered.' }, { status: 502 })]
  vi.stubGlobal('fetch', (request: Request) =>
    Promise.resolve(
      request.method === 'GET'
        ? Response.json({ items: [] })
        : (answers.shift() ?? Response.json({ messages: 2 })),
    ),
  )
  show(<WebhookActions webhook={webhook()} />)
  await userEvent.click(await button('Ping'))
  expect((await screen.findByRole('alert')).textContent).toBe('Nobody answered.')
  await userEvent.click(await button('Replay the last hour'))
  await screen.findByText('2 messages are sent again.')
  expect(screen.queryByRole('alert')).toBeNull()

  answers = [Response.json({ status: 502, code: 'x', detail: 'Nobody answered.' }, { status: 502 })]
  await userEvent.click(await button('Ping'))
  await screen.findByRole('alert')
  expect(screen.queryByText('2 messages are sent again.')).toBeNull()
})
