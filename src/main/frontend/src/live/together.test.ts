import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { streamService } from '../testing/streams'
import type { Message } from './parse'
import { followTogether } from './together'

/** What the tabs of one browser share: channels by name, and locks that go from one to the next. */
class Channel {
  static readonly all = new Set<Channel>()
  onmessage: ((event: { data: unknown }) => void) | undefined
  constructor(readonly name: string) {
    Channel.all.add(this)
  }
  postMessage(data: unknown) {
    for (const other of Channel.all) {
      if (other === this || other.name !== this.name) continue
      queueMicrotask(() => other.onmessage?.({ data: structuredClone(data) }))
    }
  }
  close() {
    Channel.all.delete(this)
  }
}

class Locks {
  private last: Promise<unknown> = Promise.resolve()
  request(_name: string, { signal }: { signal: AbortSignal }, hold: () => Promise<void>) {
    const held = this.last.then(() => (signal.aborted ? undefined : hold()))
    this.last = held
    return held
  }
}

let service = streamService()
const tabs: { heard: Message[]; opened: number; state: string; close: () => void }[] = []

beforeEach(() => {
  vi.useFakeTimers()
  service = streamService()
  vi.stubGlobal('fetch', service.fetch)
  vi.stubGlobal('BroadcastChannel', Channel)
  vi.stubGlobal('navigator', { locks: new Locks() })
})

afterEach(() => {
  for (const tab of tabs.splice(0)) tab.close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function open() {
  const tab = { heard: [] as Message[], opened: 0, state: 'connecting', close: () => undefined as unknown }
  tab.close = followTogether('events of admin', {
    url: '/v1/audit-events',
    onMessage: (message) => tab.heard.push(message),
    onConnection: (connection) => {
      tab.state = connection.state
    },
    onOpen: () => tab.opened++,
  })
  tabs.push(tab)
  return tab
}

const settle = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds)

it('tabs have one stream, and each hears all of it', async () => {
  const first = open()
  await settle()
  service.asked[0]?.say('id: 7\n\n')
  await settle()
  const second = open()
  await settle()
  service.asked[0]?.say('id: 8\ndata: {"a":1}\n\n')
  await settle()

  expect(service.asked).toHaveLength(1)
  for (const tab of [first, second]) {
    expect(tab.heard.map((message) => message.data)).toEqual(['{"a":1}'])
    expect(tab.opened).toBe(1)
    expect(tab.state).toBe('open')
  }
})

it('another tab takes over where the first has gone, and misses nothing', async () => {
  const first = open()
  const second = open()
  const third = open()
  await settle()
  service.asked[0]?.say('id: 7\ndata: {"a":1}\n\n')
  await settle()

  first.close()
  await settle()

  expect(service.asked[0]?.left).toBe(true)
  expect(service.asked).toHaveLength(2)
  expect(service.asked[1]?.lastId).toBe('7')
  service.asked[1]?.say('id: 8\ndata: {"a":2}\n\n')
  await settle()
  for (const tab of [second, third]) {
    expect(tab.heard.map((message) => message.data)).toEqual(['{"a":1}', '{"a":2}'])
    expect(tab.opened).toBe(1)
  }
})

it.each(['before', 'after'])(
  'a tab that came %s the stream was open misses nothing where it takes over and nothing has happened yet',
  async (when) => {
    const first = open()
    if (when === 'before') open()
    await settle()
    service.asked[0]?.say('retry: 2000\nid: 7\n\n')
    await settle()
    if (when === 'after') open()
    await settle()

    first.close()
    await settle()

    expect(service.asked).toHaveLength(2)
    expect(service.asked[1]?.lastId).toBe('7')
  },
)

it('what is lost is lost for all, and whoever is let in no more is told so everywhere', async () => {
  open()
  const second = open()
  await settle()
  service.asked[0]?.say('id: 7\n\n')
  await settle()
  service.refuseWith = 401
  service.asked[0]?.hangUp()
  await settle()
  expect(second.state).toBe('lost')
  await settle(1_000)
  expect(second.state).toBe('over')
})

it('a tab that hears no word for a minute follows by itself', async () => {
  navigator.locks.request('events of admin', {}, () => new Promise(() => undefined))
  const tab = open()
  await settle(59_000)
  expect(service.asked).toHaveLength(0)
  await settle(2_000)
  expect(service.asked).toHaveLength(1)
  service.asked[0]?.say('id: 7\n\n')
  await settle()
  expect(tab.state).toBe('open')
})

it('where a browser has no locks each tab has a stream', async () => {
  vi.stubGlobal('navigator', {})
  open()
  open()
  await settle()
  expect(service.asked).toHaveLength(2)
})
