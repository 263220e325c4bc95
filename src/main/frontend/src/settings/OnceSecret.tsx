import { Alert, Button } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import type { Secret } from '../api/accounts'
import { CopyButton } from '../shared/CopyButton'
import classes from './Settings.module.css'

interface OnceSecretProps {
  title: string
  secrets: readonly Secret[]
  done: () => void
}

/** What is told once: it is gone when its reader says that they have it. */
export function OnceSecret({ title, secrets, done }: OnceSecretProps) {
  return (
    <Alert
      variant="outline"
      color="var(--sw-warn)"
      icon={<IconKey size={18} aria-hidden />}
      title={title}
      role="status"
    >
      It is told this once; nobody can look it up later.
      {secrets.map(({ name, value }) => (
        <div key={value} className={classes.secret}>
          {name !== undefined && <span className={classes.secretName}>{name}</span>}
          <code>{value}</code>
          <CopyButton value={value}>Copy</CopyButton>
        </div>
      ))}
      <Button size="xs" mt="sm" onClick={done}>
        I have it
      </Button>
    </Alert>
  )
}
