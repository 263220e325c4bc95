import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Connection, follow } from './follow'
import type { Message } from './parse'

interface Asked {
  lastId: string | undefined
  say: (text: string) => void
  hangUp: () => void
}

const asked: Asked[] = []
let refuseWith: number | undefined

/** A service whose streams the test speaks on. */
const service = (
  _url: string,
  options: { headers: Record<string, string>; signal: AbortSignal },
): Promise<Response> => {
  if (refuseWith !== undefined) return Promise.resolve(new Response('{}', { status: refuseWith }))
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const encoder = new TextEncoder()
      let open = true
      options.signal.addEventListener('abort', () => {
        if (open) controller.error(new Error('aborted'))
        open = false
      })
      asked.push({
        lastId: options.headers['Last-Event-ID'],
        say: (text) => controller.enqueue(encoder.encode(text)),
        hangUp: () => {
          open = false
          controller.close()
        },
      })
    },
  })
  return Promise.resolve(new Response(body, { status: 200 }))
}

let stop = () => undefined as undefined
const heard: Message[] = []
const states: Connection['state'][] = []
const opened = vi.fn()

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', service)
  asked.length = 0
  heard.length = 0
  states.length = 0
  opened.mockClear()
  refuseWith = undefined
})

afterEach(() => {
  stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function begin() {
  const end = follow({
    url: '/v1/audit-events',
    onMessage: (message) => heard.push(message),
    onConnection: (connection) => states.push(connection.state),
    onOpen: opened,
  })
  stop = () => {
    end()
    return undefined
  }
}

const settle = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds)

it('what was lost in between is asked for by the last id', async () => {
  begin()
  await settle()
  asked[0]?.say('id: 7\n\nid: 8\ndata: {"a":1}\n\n')
  await settle()
  expect(heard.map((message) => message.data)).toEqual(['{"a":1}'])
  expect(opened).toHaveBeenCalledOnce()

  asked[0]?.hangUp()
  await settle(1_000)
  expect(states).toContain('lost')
  expect(asked[1]?.lastId).toBe('8')
  asked[1]?.say('id: 9\n\n')
  await settle()
  expect(states.at(-1)).toBe('open')
  expect(opened).toHaveBeenCalledOnce()
})

it('silence is a connection that is dead', async () => {
  begin()
  await settle()
  asked[0]?.say('id: 7\n\n')
  await settle(39_000)
  expect(asked).toHaveLength(1)
  await settle(3_000)
  expect(asked).toHaveLength(2)
})

it('whoever is not let in asks no more', async () => {
  refuseWith = 403
  begin()
  await settle(60_000)
  expect(states.at(-1)).toBe('over')
})

it('a rush of events is told to the page once a second', async () => {
  begin()
  await settle()
  for (let count = 0; count < 500; count++) asked[0]?.say(`id: ${count}\n\n`)
  await settle()
  expect(states.filter((state) => state === 'open')).toHaveLength(1)
})
