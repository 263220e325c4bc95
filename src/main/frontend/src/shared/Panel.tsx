import { Paper, type PaperProps, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Panel.module.css'

interface PanelProps extends PaperProps {
  title?: string
  aside?: ReactNode
  children: ReactNode
}

/** One part of a page. */
export function Panel({ title, aside, children, ...rest }: PanelProps) {
  return (
    <Paper component="section" className={classes.panel} {...rest} aria-label={title}>
      {title !== undefined && (
        <header className={classes.head}>
          <Title order={2} size="h4">
            {title}
          </Title>
          {aside}
        </header>
      )}
      {children}
    </Paper>
  )
}
