import type { EndpointMetrics } from '../api/types'

export type SeriesName = keyof EndpointMetrics['series']

/** All series at one moment; null where CloudWatch has no point. Times are milliseconds. */
export type Row = { at: number } & Record<SeriesName, number | null>

const NAMES: readonly SeriesName[] = [
  'invocations',
  'errors_4xx',
  'errors_5xx',
  'model_latency_p50_ms',
  'model_latency_p99_ms',
  'model_latency_average_ms',
  'instances',
]

/** Where no point means that nothing came, rather than that nothing is known. */
export const COUNTED: ReadonlySet<SeriesName> = new Set(['invocations', 'errors_4xx', 'errors_5xx'])

/**
 * One row for each step of the range, the same for every chart, so that a crosshair stands at the
 * same moment in all of them.
 */
export function rowsOf(metrics: EndpointMetrics): Row[] {
  const from = Date.parse(metrics.from)
  const step = metrics.step_seconds * 1000
  const count = Math.max(0, Math.floor((Date.parse(metrics.until) - from) / step))
  const rows = Array.from({ length: count }, (_, index) => emptyRow(from + index * step))
  let latest = -1
  for (const name of NAMES) {
    for (const point of metrics.series[name]) {
      const index = Math.floor((Date.parse(point.at) - from) / step)
      const row = rows[index]
      if (row === undefined) continue
      row[name] = point.value
      latest = Math.max(latest, index)
    }
  }
  for (const [index, row] of rows.entries()) {
    // CloudWatch is a few minutes late: what comes after all of its points is not known yet.
    for (const name of COUNTED) if (index <= latest) row[name] ??= 0
  }
  return rows
}

function emptyRow(at: number): Row {
  return {
    at,
    invocations: null,
    errors_4xx: null,
    errors_5xx: null,
    model_latency_p50_ms: null,
    model_latency_p99_ms: null,
    model_latency_average_ms: null,
    instances: null,
  }
}

/** The rows that say something of these series: not null, and not nothing all along. */
export const tellingRows = (rows: readonly Row[], names: readonly SeriesName[]) =>
  rows.filter((row) => names.some((name) => row[name] !== null && row[name] !== 0))
