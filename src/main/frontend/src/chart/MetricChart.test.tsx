import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { show } from '../testing/render'
import type { Band } from './bands'
import { CHARTS } from './lines'
import { MetricChart } from './MetricChart'
import type { Row } from './rows'
import type { Threshold } from './thresholds'

const FROM = Date.parse('2026-01-31T12:00:00Z')
const MINUTE = 60_000

// jsdom lays nothing out, so the chart is told how large it is.
beforeEach(() => {
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 600, 190))
})
afterEach(() => vi.restoreAllMocks())

const row = (minute: number, p99: number): Row => ({
  at: FROM + minute * MINUTE,
  invocations: 10,
  errors_4xx: 0,
  errors_5xx: 0,
  model_latency_p50_ms: p99 / 2,
  model_latency_p99_ms: p99,
  model_latency_average_ms: null,
  instances: 2,
})

const nothing = (minute: number): Row => ({
  ...row(minute, 0),
  invocations: 0,
  model_latency_p50_ms: null,
  model_latency_p99_ms: null,
})

const chartOf = (title: string) => {
  const of = CHARTS.find((chart) => chart.title === title)
  if (of === undefined) throw new Error('there is no such chart')
  return of
}

const BAND: Band = {
  deployment: 'd-1',
  mark: 'r2',
  state: 'SUCCEEDED',
  tone: 'good',
  from: FROM + MINUTE,
  until: FROM + 2 * MINUTE,
  running: false,
  cut: false,
}

const THRESHOLD: Threshold = {
  alarm: 'latency',
  value: 150,
  side: 'above',
  comparable: true,
  periodSeconds: 60,
}

it('a chart marks deployments and thresholds, and has a table with the same figures', async () => {
  show(
    <MetricChart
      of={chartOf('Model latency')}
      rows={[row(0, 100), row(1, 120), row(2, 140)]}
      bands={[BAND]}
      thresholds={[THRESHOLD, { ...THRESHOLD, alarm: 'overhead', comparable: false }]}
      from={FROM}
      until={FROM + 3 * MINUTE}
    />,
  )
  const figure = screen.getByRole('figure', { name: 'Model latency' })
  expect(figure.querySelector('svg')).not.toBeNull()
  expect(figure.textContent).toContain('p99 140 ms')
  expect(screen.getByText('r2')).toBeDefined()
  expect(screen.getByText('alarm above 150 ms')).toBeDefined()
  expect(screen.getByText(/^overhead fires above 150 ms in 1 min/)).toBeDefined()

  await userEvent.click(screen.getByText('Model latency as a table'))
  const [, latest] = await screen.findAllByRole('row')
  expect(latest?.textContent).toContain('140 ms')
})

it('a figure that stands alone between gaps is seen, and one of a line is part of it', () => {
  show(
    <MetricChart
      of={chartOf('Model latency')}
      rows={[
        row(0, 100),
        nothing(1),
        row(2, 110),
        nothing(3),
        row(4, 120),
        row(5, 130),
        nothing(6),
        row(7, 140),
      ]}
      bands={[]}
      thresholds={[]}
      from={FROM}
      until={FROM + 8 * MINUTE}
    />,
  )
  const figure = screen.getByRole('figure', { name: 'Model latency' })
  const seen = (colour: string) => figure.querySelectorAll(`svg circle[fill="${colour}"]`).length
  // Minutes 0, 2 and 7: at either end of the range a gap is all that there is beside them too.
  expect(seen('var(--sw-waiting)')).toBe(3)
  expect(seen('var(--sw-blue-fleet)')).toBe(3)
})

it('without traffic nobody is told that no instance ran: they are counted by what they answer', () => {
  const quiet = [0, 1, 2].map((minute) => ({ ...nothing(minute), instances: null }))
  show(
    <MetricChart
      of={chartOf('Instances')}
      rows={quiet}
      bands={[]}
      thresholds={[]}
      from={FROM}
      until={FROM + 3 * MINUTE}
    />,
  )
  screen.getByText(/^Nobody asked in this time/)
  expect(screen.queryByText(/Nothing ran/)).toBeNull()
})
