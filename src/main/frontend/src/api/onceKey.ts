import { useState } from 'react'
import { idempotencyKey } from './client'
import { mayBeDone } from './problem'

/**
 * The key under which somebody's wish is sent, however often they press: what was not answered is
 * then answered with what came of it. What was refused, or is another wish, has a key of its own.
 */
export function useOnceKey() {
  const [key, setKey] = useState(idempotencyKey)
  const another = () => setKey(idempotencyKey())
  /** Whether it was refused: what was not answered is asked for again as it was. */
  const isRefused = (error: Error) => {
    const refused = !mayBeDone(error)
    if (refused) another()
    return refused
  }
  return { key, another, isRefused }
}
