import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { streamService } from '../testing/streams'
import { type Connection, follow } from './follow'
import type { Message } from './parse'

let service = streamService()
let stop = () => undefined as undefined
const heard: Message[] = []
const states: Connection['state'][] = []
const opened = vi.fn()

beforeEach(() => {
  vi.useFakeTimers()
  service = streamService()
  vi.stubGlobal('fetch', service.fetch)
  heard.length = 0
  states.length = 0
  opened.mockClear()
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
  service.asked[0]?.say('id: 7\n\nid: 8\ndata: {"a":1}\n\n')
  await settle()
  expect(heard.map((message) => message.data)).toEqual(['{"a":1}'])
  expect(opened).toHaveBeenCalledOnce()

  service.asked[0]?.hangUp()
  await settle(1_000)
  expect(states).toContain('lost')
  expect(service.asked[1]?.lastId).toBe('8')
  service.asked[1]?.say('id: 9\n\n')
  await settle()
  expect(states.at(-1)).toBe('open')
  expect(opened).toHaveBeenCalledOnce()
})

it('silence is a connection that is dead', async () => {
  begin()
  await settle()
  service.asked[0]?.say('id: 7\n\n')
  await settle(39_000)
  expect(service.asked).toHaveLength(1)
  await settle(3_000)
  expect(service.asked).toHaveLength(2)
})

it('whoever is not let in asks no more', async () => {
  service.refuseWith = 403
  begin()
  await settle(60_000)
  expect(states.at(-1)).toBe('over')
})

it('a rush of events is told to the page once a second', async () => {
  begin()
  await settle()
  for (let count = 0; count < 500; count++) service.asked[0]?.say(`id: ${count}\n\n`)
  await settle()
  expect(states.filter((state) => state === 'open')).toHaveLength(1)
})
