import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { Plan } from '../api/types'
import classes from './Remarks.module.css'

/** What Slipway knows about SageMaker that bears on the change, warnings first. */
export function Remarks({ remarks }: { remarks: Plan['remarks'] }) {
  const warningsFirst = remarks.toSorted((one, other) => rank(one.severity) - rank(other.severity))
  return (
    <ul className={classes.remarks}>
      {warningsFirst.map((remark) => (
        <li key={remark.code + remark.message} className={classes.remark} data-severity={remark.severity}>
          {remark.severity === 'WARNING' ? (
            <IconAlertTriangle size={18} role="img" aria-label="Warning" />
          ) : (
            <IconInfoCircle size={18} role="img" aria-label="Note" />
          )}
          <span>
            {remark.message}
            {remark.proposal !== undefined && <span className={classes.proposal}>{remark.proposal}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}

const rank = (severity: Plan['remarks'][number]['severity']) => (severity === 'WARNING' ? 0 : 1)
