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
  const of = CHARTS.find((chart) => chart.title === 'Model latency')
  if (of === undefined) throw new Error('there is no such chart')
  show(
    <MetricChart
      of={of}
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
