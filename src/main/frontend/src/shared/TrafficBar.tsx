import type { Fleet } from '../api/types'
import classes from './TrafficBar.module.css'

interface TrafficBarProps {
  fleets: readonly Fleet[]
  /** What each fleet is called, such as the version it runs. */
  name?: (fleet: Fleet) => string
  legend?: boolean
}

const releaseOf = (fleet: Fleet) =>
  fleet.release === undefined ? fleet.side.toLowerCase() : `release ${fleet.release}`

/** Which share of the traffic goes to which fleet. Reads as one sentence to who cannot see it. */
export function TrafficBar({ fleets, name = releaseOf, legend = false }: TrafficBarProps) {
  const shares = fleets.map((fleet) => ({ fleet, percent: fleet.traffic_percent }))
  const known = shares.every(({ percent }) => percent !== undefined)
  const sentence = shares
    .map(
      ({ fleet, percent }) =>
        `${percent === undefined ? 'an unknown share' : `${percent} %`} to ${name(fleet)}`,
    )
    .join(', ')
  return (
    <div>
      <div className={classes.bar} role="img" aria-label={`Traffic: ${sentence}`}>
        {/* One share that is not known leaves the others no length to be drawn in. */}
        {known &&
          shares.map(({ fleet, percent }) => (
            <span
              key={fleet.endpoint_config_name}
              className={classes.share}
              data-side={fleet.side}
              style={{ flexGrow: percent }}
            />
          ))}
      </div>
      {legend && (
        <div className={classes.legend} aria-hidden>
          {shares.map(({ fleet, percent }) => (
            <span key={fleet.endpoint_config_name}>
              {name(fleet)} {percent === undefined ? '–' : `${percent} %`}
            </span>
          ))}
        </div>
      )}
    </div>
  )
}
