const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const STEPS = [
  MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  30 * DAY,
]
const MOST = 6

/** Round times of the reader's clock between two moments, at most six. */
export function timeTicks(from: number, until: number, offsetMinutes = new Date(from).getTimezoneOffset()) {
  const step = STEPS.find((one) => (until - from) / one <= MOST) ?? 90 * DAY
  const shift = offsetMinutes * MINUTE
  const ticks: number[] = []
  for (let at = Math.ceil((from - shift) / step) * step + shift; at <= until; at += step) ticks.push(at)
  return ticks
}

/** How many times the highest point a threshold may lie above it and still be drawn. */
const REACH = 2.5

interface Ceiling {
  top: number
  /** Thresholds that are drawn; the others are said in words. */
  drawn: number[]
  above: number[]
}

/** How high a chart reaches: its points, and thresholds that would not press them flat. */
export function ceilingOf(highest: number, thresholds: readonly number[]): Ceiling {
  const fits = (threshold: number) => threshold <= Math.max(highest * REACH, 1)
  const drawn = thresholds.filter(fits)
  return {
    top: round(Math.max(highest, ...drawn, 1) * 1.08),
    drawn,
    above: thresholds.filter((threshold) => !fits(threshold)),
  }
}

/** The next number above that reads well at the top of an axis. */
function round(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value))
  const found = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((one) => value <= one * unit) ?? 10
  return Number((found * unit).toPrecision(3))
}
