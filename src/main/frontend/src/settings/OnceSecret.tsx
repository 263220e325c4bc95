import { Alert, Button } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { CopyButton } from '../shared/CopyButton'
import classes from './Settings.module.css'

interface OnceSecretProps {
  title: string
  secret: string
  done: () => void
}

/** A secret that is told once: it is gone when its reader says that they have it. */
export function OnceSecret({ title, secret, done }: OnceSecretProps) {
  return (
    <Alert
      variant="outline"
      color="var(--sw-warn)"
      icon={<IconKey size={18} aria-hidden />}
      title={title}
      role="status"
    >
      It is told this once; nobody can look it up later.
      <div className={classes.secret}>
        <code>{secret}</code>
        <CopyButton value={secret}>Copy</CopyButton>
        <Button size="xs" onClick={done}>
          I have it
        </Button>
      </div>
    </Alert>
  )
}
