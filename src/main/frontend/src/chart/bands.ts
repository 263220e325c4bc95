import type { DeploymentState, EndpointMetrics } from '../api/types'
import { isOver } from '../api/types'
import { deploymentLook, type Tone } from '../shared/tones'

/** The time in which a deployment ran, as far as a chart shows it. */
export interface Band {
  deployment: string
  /** What it is called on the chart, such as r2. */
  mark: string
  state: DeploymentState
  tone: Tone
  from: number
  until: number
  running: boolean
  /** Whether it began before what the chart shows. */
  cut: boolean
}

/** The deployments of a range, oldest first, so that later ones are drawn above. */
export function bandsOf(metrics: EndpointMetrics): Band[] {
  const start = Date.parse(metrics.from)
  const end = Date.parse(metrics.until)
  return metrics.markers
    .map((marker) => {
      const began = Date.parse(marker.started_at)
      const ended = marker.finished_at === undefined ? end : Date.parse(marker.finished_at)
      return {
        deployment: marker.deployment,
        mark: marker.release === undefined ? 'change' : `r${marker.release}`,
        state: marker.state,
        tone: deploymentLook[marker.state].tone,
        from: Math.max(start, began),
        until: Math.min(end, ended),
        running: !isOver(marker),
        cut: began < start,
      }
    })
    .filter((band) => band.until >= band.from)
    .toSorted((one, other) => one.from - other.from)
}

/** The bands whose marks are written: not so close to the one before that they could not be read. */
export function markedBands(bands: readonly Band[], from: number, until: number): Band[] {
  const room = (until - from) * 0.06
  let last = Number.NEGATIVE_INFINITY
  return bands.filter((band) => {
    if (band.cut || band.from - last < room) return false
    last = band.from
    return true
  })
}
