import classes from './Diff.module.css'

export interface Change {
  field: string
  /** What people call the field. */
  label?: string
  before?: unknown
  after?: unknown
}

/** What changes, field by field: what is there now, and what will be. */
export function Diff({ changes }: { changes: readonly Change[] }) {
  return (
    <dl className={classes.diff}>
      {changes.map((change) => (
        <div key={change.field} className={classes.change}>
          <dt className={classes.field}>
            {change.label === undefined ? (
              change.field
            ) : (
              <>
                {change.label}
                <code className={classes.name}>{change.field}</code>
              </>
            )}
          </dt>
          <dd className={classes.values}>
            {change.before !== undefined && (
              <span className={classes.before}>
                <span aria-hidden>−</span>
                <span className="hidden-visually">before: </span>
                <code>{written(change.before)}</code>
              </span>
            )}
            {change.after !== undefined && (
              <span className={classes.after}>
                <span aria-hidden>+</span>
                <span className="hidden-visually">after: </span>
                <code>{written(change.after)}</code>
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}
