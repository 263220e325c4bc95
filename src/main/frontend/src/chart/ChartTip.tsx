import { deploymentLook } from '../shared/tones'
import { absolute } from '../time/format'
import type { Band } from './bands'
import { type ChartOf, withUnit } from './lines'
import classes from './MetricChart.module.css'
import type { Row } from './rows'

interface ChartTipProps {
  at: number
  of: ChartOf
  rows: readonly Row[]
  bands: readonly Band[]
}

/** What stands beside the crosshair: the moment, the figures, what was being deployed. */
export function ChartTip({ at, of, rows, bands }: ChartTipProps) {
  const row = rows.find((one) => one.at === at)
  return (
    <div className={classes.tip}>
      <p>{absolute(new Date(at).toISOString())}</p>
      <ul>
        {of.lines.map((line) => (
          <li key={line.series} className={classes.key} style={{ '--colour': line.colour }}>
            {line.label} <strong>{withUnit(row?.[line.series], of.unit)}</strong>
          </li>
        ))}
        {bands
          .filter((band) => band.from <= at && at <= band.until)
          .map((band) => (
            <li
              key={band.deployment}
              className={classes.key}
              style={{ '--colour': `var(--sw-${band.tone})` }}
            >
              {band.mark}: {deploymentLook[band.state].text.toLowerCase()}
            </li>
          ))}
      </ul>
    </div>
  )
}
