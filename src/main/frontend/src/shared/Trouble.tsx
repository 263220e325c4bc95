import { Alert } from '@mantine/core'
import type { ReactNode } from 'react'

/** What came in the way of something that somebody did, told where they did it. */
export function Trouble({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Alert color="var(--sw-bad)" variant="outline" title={title} role="alert">
      {children}
    </Alert>
  )
}
