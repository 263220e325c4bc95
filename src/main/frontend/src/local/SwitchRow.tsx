import { Switch, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Local.module.css'

interface SwitchRowProps {
  label: string
  explained: ReactNode
  on: boolean
  set: (on: boolean) => void
  danger?: boolean
  disabled?: boolean
}

/** One switch, with what it does. */
export function SwitchRow({ label, explained, on, set, danger = false, disabled = false }: SwitchRowProps) {
  return (
    <div className={classes.row} data-on={on || undefined} data-danger={danger || undefined}>
      <Switch
        checked={on}
        disabled={disabled}
        onChange={(event) => set(event.currentTarget.checked)}
        label={label}
        size="md"
        {...(danger ? { color: 'var(--sw-bad)' } : {})}
        classNames={{ label: classes.label ?? '' }}
      />
      <Text size="sm" c="dimmed" component="div" className={classes.explained ?? ''}>
        {explained}
      </Text>
    </div>
  )
}
