import type { Plan } from '../api/types'
import classes from './Calls.module.css'

/** What will be asked of AWS, in order. */
export function Calls({ calls }: { calls: Plan['calls'] }) {
  return (
    <ol className={classes.calls}>
      {calls.map((call, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the order is what the list is
        <li key={index} className={classes.call}>
          <span className={classes.operation}>
            {call.operation} <span className="hidden-visually">of {call.service}, </span>
          </span>
          <code className={classes.subject}>{call.subject}</code>
        </li>
      ))}
    </ol>
  )
}
