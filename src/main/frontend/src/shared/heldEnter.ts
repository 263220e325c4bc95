import type { KeyboardEvent } from 'react'

/**
 * For a form: Enter sends it when it is pressed, not again and again while it is held down. The
 * lines of a longer text may still be many.
 */
export function refuseHeldEnter(event: KeyboardEvent) {
  const writes = event.target instanceof HTMLTextAreaElement
  if (event.key === 'Enter' && event.repeat && !writes) event.preventDefault()
}
