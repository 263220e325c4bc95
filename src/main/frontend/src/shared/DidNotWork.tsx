import { Alert } from '@mantine/core'
import type { ReactNode } from 'react'
import { Unanswered } from '../api/problem'

/** Why a change was not made, or that nobody knows whether it was. */
export function DidNotWork({ error, children }: { error: Error; children?: ReactNode }) {
  return (
    <Alert
      color="red"
      variant="outline"
      title={error instanceof Unanswered ? 'No answer came' : 'That did not work'}
      role="alert"
    >
      {error.message}
      {children}
    </Alert>
  )
}
