import type { ReactNode } from 'react'
import classes from './ActionBar.module.css'

interface ActionBarProps {
  label: string
  /** What is so now, or what is asked for before anything can be done. */
  children: ReactNode
  actions: ReactNode
}

/** What can be done on a page, always in sight. */
export function ActionBar({ label, children, actions }: ActionBarProps) {
  return (
    <section className={classes.bar} aria-label={label}>
      <div className={classes.what}>{children}</div>
      {actions}
    </section>
  )
}
