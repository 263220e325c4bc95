import { describe, expect, it } from 'vitest'
import type { EndpointMetrics } from '../api/types'
import { bandsOf, markedBands } from './bands'
import { CHARTS } from './lines'
import { rowsOf, tellingRows } from './rows'
import { ceilingOf, timeTicks } from './scale'
import { thresholdsOf } from './thresholds'

const metrics = (changed: Partial<EndpointMetrics> = {}): EndpointMetrics => ({
  endpoint: 'prod-fraud-detector',
  from: '2026-01-31T09:00:00Z',
  until: '2026-01-31T09:05:00Z',
  step_seconds: 60,
  series: {
    invocations: [{ at: '2026-01-31T09:01:00Z', value: 1200 }],
    errors_4xx: [],
    errors_5xx: [],
    model_latency_p50_ms: [{ at: '2026-01-31T09:01:00Z', value: 12.5 }],
    model_latency_p99_ms: [],
    model_latency_average_ms: [],
    instances: [{ at: '2026-01-31T10:00:00Z', value: 2 }],
  },
  markers: [],
  alarms: [],
  ...changed,
})

describe('figures', () => {
  it('stand in one row for each step, the same for all charts', () => {
    const rows = rowsOf(metrics())
    expect(rows).toHaveLength(5)
    expect(rows[1]).toMatchObject({ invocations: 1200, model_latency_p50_ms: 12.5 })
  })

  it('say no requests where none came, and nothing of a latency that nobody measured', () => {
    expect(rowsOf(metrics())[0]).toMatchObject({ invocations: 0, model_latency_p50_ms: null })
    // After the last point nothing is known yet, since CloudWatch is late.
    expect(rowsOf(metrics())[4]).toMatchObject({ invocations: null })
  })

  it('leave out what is not of the range, and rows that say nothing', () => {
    const rows = rowsOf(metrics())
    expect(tellingRows(rows, ['instances'])).toEqual([])
    expect(tellingRows(rows, ['invocations'])).toHaveLength(1)
  })
})

describe('deployments', () => {
  const marker = { deployment: 'd', kind: 'PROMOTE', state: 'UPDATING', release: 2 } as const

  it('that run reach to the end', () => {
    const [band] = bandsOf(metrics({ markers: [{ ...marker, started_at: '2026-01-31T09:03:00Z' }] }))
    expect(band).toMatchObject({ mark: 'r2', running: true, until: Date.parse('2026-01-31T09:05:00Z') })
  })

  it('that began earlier are cut at the beginning', () => {
    const [band] = bandsOf(
      metrics({
        markers: [
          {
            ...marker,
            state: 'ROLLED_BACK',
            started_at: '2026-01-31T08:00:00Z',
            finished_at: '2026-01-31T09:02:00Z',
          },
        ],
      }),
    )
    expect(band).toMatchObject({ cut: true, from: Date.parse('2026-01-31T09:00:00Z'), tone: 'warn' })
  })
})

it('marks that would lie on each other are left out', () => {
  const hour = (name: string, minute: number) => ({
    deployment: name,
    kind: 'PROMOTE' as const,
    state: 'SUCCEEDED' as const,
    release: 1,
    started_at: new Date(Date.parse('2026-01-31T09:00:00Z') + minute * 60_000).toISOString(),
  })
  const range = metrics({
    until: '2026-01-31T10:00:00Z',
    markers: [hour('a', 10), hour('b', 11), hour('c', 20)],
  })
  const marked = markedBands(bandsOf(range), Date.parse(range.from), Date.parse(range.until))
  expect(marked.map((band) => band.deployment)).toEqual(['a', 'c'])
})

describe('an axis', () => {
  it('has round times of the reader', () => {
    const from = Date.parse('2026-01-31T09:07:00Z')
    const ticks = timeTicks(from, from + 3 * 3_600_000, 0).map((at) =>
      new Date(at).toISOString().slice(11, 16),
    )
    expect(ticks).toEqual(['09:30', '10:00', '10:30', '11:00', '11:30', '12:00'])
    expect(timeTicks(from, from + 86_400_000, -330)[0]).toBe(Date.parse('2026-01-31T12:30:00Z'))
  })

  it('reaches up to a threshold, but not so far that nothing else can be read', () => {
    expect(ceilingOf(500, [1000])).toEqual({ top: 1500, drawn: [1000], above: [] })
    expect(ceilingOf(48, [1000])).toEqual({ top: 60, drawn: [], above: [1000] })
    expect(ceilingOf(0, []).top).toBe(1.5)
  })
})

it('a threshold of what is counted is drawn only beside points of its own period', () => {
  const alarm = {
    alarm: 'errors',
    series: 'errors_5xx',
    comparison: 'GREATER_THAN',
    threshold: 5,
    period_seconds: 60,
    datapoints_to_alarm: 2,
    evaluation_periods: 2,
  }
  const errors = CHARTS.filter((chart) => chart.title === 'Errors')
  const found = (step: number) =>
    errors.flatMap((chart) => thresholdsOf(metrics({ alarms: [alarm], step_seconds: step }), chart))
  expect(found(60)).toMatchObject([{ side: 'above', value: 5, comparable: true }])
  expect(found(300)).toMatchObject([{ comparable: false }])
})
