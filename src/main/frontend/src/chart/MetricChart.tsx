import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line as Drawn,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { amount, span } from '../time/format'
import { type Band, markedBands } from './bands'
import { ChartTip } from './ChartTip'
import { LoneDot } from './LoneDot'
import { type ChartOf, withUnit } from './lines'
import classes from './MetricChart.module.css'
import { MetricTable } from './MetricTable'
import { type Row, tellingRows } from './rows'
import { ceilingOf, timeTicks } from './scale'
import type { Threshold } from './thresholds'

interface MetricChartProps {
  of: ChartOf
  rows: readonly Row[]
  bands: readonly Band[]
  thresholds: readonly Threshold[]
  from: number
  until: number
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const CALENDAR = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' })
const TICK = { fill: 'var(--sw-muted)', fontSize: 11 }
const DAY = 86_400_000

/**
 * A chart with the deployments of its time as bands and the alarms' thresholds as lines. Its
 * crosshair stands in all charts of the page at once; the arrow keys move it.
 */
export function MetricChart({ of, rows, bands, thresholds, from, until }: MetricChartProps) {
  const names = of.lines.map((line) => line.series)
  const telling = tellingRows(rows, names)
  const highest = Math.max(0, ...rows.flatMap((row) => names.map((name) => row[name] ?? 0)))
  const ceiling = ceilingOf(
    highest,
    thresholds.filter((threshold) => threshold.comparable).map((threshold) => threshold.value),
  )
  const isDrawn = (threshold: Threshold) =>
    telling.length > 0 && threshold.comparable && ceiling.drawn.includes(threshold.value)
  const last = rows.findLast((row) => names.some((name) => row[name] !== null))
  const marked = markedBands(bands, from, until)
  const clock = until - from > 2 * DAY ? CALENDAR : CLOCK
  return (
    <figure className={classes.figure} aria-label={of.title}>
      <figcaption className={classes.head}>
        <span className={classes.title}>{of.title}</span>
        <ul className={classes.legend}>
          {of.lines.map((line) => (
            <li
              key={line.series}
              className={classes.key}
              style={{ '--colour': line.colour, '--dash': line.dashed ? 'dashed' : 'solid' }}
            >
              {line.label} <strong>{withUnit(last?.[line.series], of.unit)}</strong>
            </li>
          ))}
        </ul>
      </figcaption>
      {telling.length === 0 ? (
        <div className={classes.nothing}>{of.nothing}</div>
      ) : (
        <div className={classes.chart}>
          <ResponsiveContainer width="100%" height={190}>
            <ComposedChart
              data={[...rows]}
              syncId="endpoint"
              margin={{ top: 16, right: 8, bottom: 0, left: 0 }}
              title={of.title}
              desc={`${of.title} over time. The arrow keys move the crosshair; the table below has the figures.`}
            >
              <CartesianGrid vertical={false} stroke="var(--sw-border)" />
              <XAxis
                dataKey="at"
                type="number"
                domain={[from, until]}
                ticks={timeTicks(from, until)}
                tickFormatter={(at: number) => clock.format(at)}
                axisLine={{ stroke: 'var(--sw-border)' }}
                tick={TICK}
                tickLine={false}
              />
              <YAxis
                domain={[0, ceiling.top]}
                width={46}
                axisLine={false}
                tick={TICK}
                tickLine={false}
                tickCount={4}
                tickFormatter={(value: number) => amount(value)}
              />
              {bands.map((band) => (
                <ReferenceArea
                  key={band.deployment}
                  x1={band.from}
                  x2={band.until}
                  fill={`var(--sw-${band.tone})`}
                  fillOpacity={0.1}
                />
              ))}
              {bands.map((band) => (
                <ReferenceLine
                  key={band.deployment}
                  x={band.from}
                  stroke={`var(--sw-${band.tone})`}
                  strokeOpacity={band.cut ? 0 : 0.8}
                  {...(marked.includes(band)
                    ? {
                        label: {
                          value: band.mark,
                          position: 'top',
                          fill: `var(--sw-${band.tone})`,
                          fontSize: 11,
                        },
                      }
                    : {})}
                />
              ))}
              {thresholds.filter(isDrawn).map((threshold) => (
                <ReferenceLine
                  key={threshold.alarm}
                  y={threshold.value}
                  stroke="var(--sw-bad)"
                  strokeDasharray="5 4"
                  label={{
                    value: `alarm ${threshold.side} ${withUnit(threshold.value, of.unit)}`,
                    position: 'insideBottomRight',
                    fill: 'var(--sw-bad)',
                    fontSize: 11,
                  }}
                />
              ))}
              <Tooltip
                cursor={{ stroke: 'var(--sw-text)', strokeOpacity: 0.5 }}
                isAnimationActive={false}
                content={({ active, label }) =>
                  active && typeof label === 'number' ? (
                    <ChartTip at={label} of={of} rows={rows} bands={bands} />
                  ) : null
                }
              />
              {of.lines.map((line) =>
                line.shape === 'area' ? (
                  <Area
                    key={line.series}
                    dataKey={line.series}
                    type="monotone"
                    stroke={line.colour}
                    strokeWidth={1.8}
                    fill={line.colour}
                    fillOpacity={0.14}
                    isAnimationActive={false}
                  />
                ) : (
                  <Drawn
                    key={line.series}
                    dataKey={line.series}
                    type={line.shape === 'steps' ? 'stepAfter' : 'monotone'}
                    stroke={line.colour}
                    strokeWidth={1.8}
                    {...(line.dashed ? { strokeDasharray: '4 3' } : {})}
                    dot={LoneDot}
                    isAnimationActive={false}
                  />
                ),
              )}
            </ComposedChart>
          </ResponsiveContainer>
        </div>
      )}
      {thresholds
        .filter((threshold) => !isDrawn(threshold))
        .map((threshold) => (
          <p key={threshold.alarm} className={classes.note}>
            {threshold.alarm} fires {threshold.side} {withUnit(threshold.value, of.unit)} in{' '}
            {span(threshold.periodSeconds)}.
          </p>
        ))}
      <MetricTable of={of} rows={telling} />
    </figure>
  )
}
