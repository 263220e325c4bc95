import type { Deployment } from '../api/types'

type Metric = NonNullable<Deployment['judgements']>[number]['findings'][number]['metric']

const NOTHING = '–'
const LEAST_LIKELIHOOD = 0.001
const THREE_DIGITS = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 })
const TWO_DIGITS = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 2 })
const WHOLE = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 })

/** What a fleet was measured at: a share as percent, a latency in milliseconds, to three digits. */
export function inUnit(value: number | undefined, metric: Metric): string {
  if (value === undefined) return NOTHING
  switch (metric) {
    case 'ERROR_RATE':
    case 'CLIENT_ERROR_RATE':
      return `${THREE_DIGITS.format(value * 100)} %`
    case 'MODEL_LATENCY':
    case 'OVERHEAD_LATENCY':
      return `${(value < 100 ? THREE_DIGITS : WHOLE).format(value)} ms`
  }
}

/** How likely something is by chance. Nobody tells a millionth from a billionth. */
export function likelihood(p: number | undefined): string {
  if (p === undefined) return NOTHING
  return p < LEAST_LIKELIHOOD ? `< ${LEAST_LIKELIHOOD}` : TWO_DIGITS.format(p)
}
