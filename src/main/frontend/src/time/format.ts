const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A span as people say it: 42 s, 3 min 5 s, 2 h 10 min, 3 d. */
export function span(seconds: number): string {
  const all = Math.max(0, Math.round(seconds))
  if (all < MINUTE) return `${all} s`
  if (all < HOUR) return pair(all, MINUTE, 'min', 1, 's')
  if (all < DAY) return pair(all, HOUR, 'h', MINUTE, 'min')
  return `${Math.floor(all / DAY)} d`
}

function pair(all: number, unit: number, name: string, smaller: number, itsName: string): string {
  const rest = Math.floor((all % unit) / smaller)
  return rest === 0
    ? `${Math.floor(all / unit)} ${name}`
    : `${Math.floor(all / unit)} ${name} ${rest} ${itsName}`
}

/** How long ago, in one unit: now, 42 s ago, 3 min ago, 5 h ago, 3 d ago. */
export function ago(seconds: number): string {
  return seconds < 5 ? 'just now' : `${coarse(seconds)} ago`
}

/** A span in one unit. */
export function coarse(seconds: number): string {
  const all = Math.max(0, Math.round(seconds))
  if (all < MINUTE) return `${all} s`
  if (all < HOUR) return `${Math.floor(all / MINUTE)} min`
  if (all < DAY) return `${Math.floor(all / HOUR)} h`
  return `${Math.floor(all / DAY)} d`
}

const ABSOLUTE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' })

/** The moment itself, in the reader's zone. */
export const absolute = (time: string) => ABSOLUTE.format(new Date(time))

const AMOUNT = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 })

export const amount = (value: number) => AMOUNT.format(value)
