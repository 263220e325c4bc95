import { Text, Tooltip } from '@mantine/core'
import { absolute } from './format'

interface MomentProps {
  at: string
  /** The moment as people say it, such as how long ago. */
  said: string
  /** When exactly, in the reader's zone. */
  exactly?: string
  /** Whether there is room to print that too. */
  printed?: boolean
}

/** A moment in words, and when exactly it was: beneath it, or told to whoever points at it or goes there by key. */
export function Moment({ at, said, exactly = absolute(at), printed = false }: MomentProps) {
  if (printed) {
    return (
      <time dateTime={at}>
        {said}
        <Text span display="block" size="xs" c="dimmed">
          {exactly}
        </Text>
      </time>
    )
  }
  return (
    <Tooltip label={exactly}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is told on hover has to be reached by key too */}
      <time dateTime={at} tabIndex={0}>
        {said}
      </time>
    </Tooltip>
  )
}
