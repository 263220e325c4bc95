import { afterEach, describe, expect, it, vi } from 'vitest'
import { keys } from '../api/keys'
import { event } from '../testing/examples'
import { gather } from './batch'
import { type Message, messages } from './parse'
import { touched } from './touched'

describe('an event stream', () => {
  const read = (...pieces: string[]) => {
    const told: Message[] = []
    const feed = messages((message) => told.push(message))
    for (const piece of pieces) feed(piece)
    return told
  }

  it('is cut into messages, whatever pieces it comes in', () => {
    const text = 'id: 1\ndata: {"a":1}\n\nevent: end\ndata: {"code":"forbidden"}\n\n'
    const whole = read(text)
    expect(whole).toEqual([
      { event: 'message', data: '{"a":1}', id: '1' },
      { event: 'end', data: '{"code":"forbidden"}', id: undefined },
    ])
    expect(read(...text)).toEqual(whole)
  })

  it('carries ids on comments too', () => {
    expect(read(': still here\nid: 7\n\n')).toEqual([{ event: 'message', data: '', id: '7' }])
  })
})

describe('an event says what to load again', () => {
  it('names the deployment, its endpoint and the lists', () => {
    const found = touched({ ...event(1, 'deployment.succeeded', 'FINISH'), deployment: 'd-1' })
    expect(found).toContainEqual(keys.deployment('d-1'))
    expect(found).toContainEqual(keys.deployments)
    expect(found).toContainEqual(keys.endpoints)
    expect(found).toContainEqual(keys.live('prod-fraud-detector'))
  })

  it('names the promotion that it is of', () => {
    const found = touched(event(1, 'promotion.approved', '', { promotion: 'p-1' }))
    expect(found).toContainEqual(keys.promotion('p-1'))
    expect(found).not.toContainEqual(keys.deployments)
  })
})

describe('a rush of events', () => {
  afterEach(() => vi.useRealTimers())

  it('costs one round, with each thing once', () => {
    vi.useFakeTimers()
    const rounds: string[][] = []
    const batch = gather<string>(
      250,
      (key) => key,
      (all) => rounds.push(all),
    )
    for (let count = 0; count < 500; count++) batch.add(count % 2 === 0 ? 'models' : 'endpoints')
    vi.advanceTimersByTime(250)
    expect(rounds).toEqual([['models', 'endpoints']])
  })

  it('waits for the round before it, and thrice as long as that took', async () => {
    vi.useFakeTimers()
    const rounds: string[][] = []
    let done = () => undefined as unknown
    const batch = gather<string>(
      250,
      (key) => key,
      (all) => {
        rounds.push(all)
        return new Promise<void>((resolve) => {
          done = () => resolve()
        })
      },
    )
    batch.add('models')
    await vi.advanceTimersByTimeAsync(250)
    batch.add('endpoints')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(rounds).toEqual([['models']])
    done()
    await vi.advanceTimersByTimeAsync(2_999)
    expect(rounds).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(rounds).toEqual([['models'], ['endpoints']])
  })
})
