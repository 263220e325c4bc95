import type { ReactNode } from 'react'
import { Unanswered } from '../api/problem'
import { Trouble } from './Trouble'

/** Why a change was not made, or that nobody knows whether it was. */
export function DidNotWork({ error, children }: { error: Error; children?: ReactNode }) {
  return (
    <Trouble title={error instanceof Unanswered ? 'No answer came' : 'That did not work'}>
      {error.message}
      {children}
    </Trouble>
  )
}
