import { amount } from '../time/format'
import type { SeriesName } from './rows'

/** One line of a chart. */
export interface Line {
  series: SeriesName
  label: string
  colour: string
  shape: 'area' | 'line' | 'steps'
  dashed?: boolean
}

/** One chart: a question about the endpoint, and the lines that answer it. */
export interface ChartOf {
  title: string
  unit: string
  lines: readonly Line[]
  nothing: string
}

export const CHARTS: readonly ChartOf[] = [
  {
    title: 'Invocations',
    unit: '',
    nothing: 'Nobody asked in this time.',
    lines: [{ series: 'invocations', label: 'Invocations', colour: 'var(--sw-blue-fleet)', shape: 'area' }],
  },
  {
    title: 'Errors',
    unit: '',
    nothing: 'No errors in this time.',
    lines: [
      { series: 'errors_5xx', label: 'Server (5xx)', colour: 'var(--sw-bad)', shape: 'area' },
      { series: 'errors_4xx', label: 'Caller (4xx)', colour: 'var(--sw-bake)', shape: 'line', dashed: true },
    ],
  },
  {
    title: 'Model latency',
    unit: 'ms',
    nothing: 'Nothing was measured in this time.',
    lines: [
      { series: 'model_latency_p99_ms', label: 'p99', colour: 'var(--sw-waiting)', shape: 'line' },
      { series: 'model_latency_p50_ms', label: 'p50', colour: 'var(--sw-blue-fleet)', shape: 'line' },
      {
        series: 'model_latency_average_ms',
        label: 'average',
        colour: 'var(--sw-muted)',
        shape: 'line',
        dashed: true,
      },
    ],
  },
  {
    title: 'Instances',
    unit: '',
    // CloudWatch tells instances apart by what they answer.
    nothing: 'Nobody asked in this time, and instances are counted by their answers.',
    lines: [{ series: 'instances', label: 'Instances', colour: 'var(--sw-green-fleet)', shape: 'steps' }],
  },
]

export const withUnit = (value: number | null | undefined, unit: string) =>
  value === null || value === undefined ? '–' : unit === '' ? amount(value) : `${amount(value)} ${unit}`
