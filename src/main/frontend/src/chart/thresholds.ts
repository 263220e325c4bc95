import type { EndpointMetrics } from '../api/types'
import type { ChartOf } from './lines'
import { COUNTED, type SeriesName } from './rows'

/** A value beyond which an alarm fires. */
export interface Threshold {
  alarm: string
  value: number
  /** above, at or above, below. */
  side: string
  /** Whether it can be compared with the points of the chart. */
  comparable: boolean
  periodSeconds: number
}

const SIDES: Record<string, string> = {
  GREATER_THAN: 'above',
  GREATER_THAN_OR_EQUAL: 'at or above',
  LESS_THAN: 'below',
  LESS_THAN_OR_EQUAL: 'at or below',
}

/**
 * The thresholds of the alarms that watch a chart's lines. What is counted (requests, errors) can
 * be compared with a threshold only where a point stands for as much time as the alarm's period.
 */
export function thresholdsOf(metrics: EndpointMetrics, chart: ChartOf): Threshold[] {
  return metrics.alarms.flatMap((alarm) => {
    const line = chart.lines.find((one) => one.series === alarm.series)
    if (line === undefined) return []
    return [
      {
        alarm: alarm.alarm,
        value: alarm.threshold,
        side: SIDES[alarm.comparison] ?? 'beyond',
        comparable: !isCounted(line.series) || alarm.period_seconds === metrics.step_seconds,
        periodSeconds: alarm.period_seconds,
      },
    ]
  })
}

const isCounted = (series: SeriesName) => COUNTED.has(series)
