import { Anchor, Text } from '@mantine/core'
import { coarse } from '../time/format'
import { useWallNow } from '../time/wallNow'
import type { Look } from './look'

interface LastLookProps {
  look: Look<unknown>
  /** What is not known, as the beginning of a sentence, where nothing was found before either. */
  unknown?: string
}

/** One line about a look that failed: how old what is shown is, why it is no younger, and the way to look again. */
export function LastLook({ look, unknown = 'It is not known' }: LastLookProps) {
  return (
    <Text size="sm" c="var(--sw-warn)" component="div">
      {look.data !== undefined && (
        <>
          This is of <Age since={look.dataUpdatedAt} /> ago;{' '}
        </>
      )}
      <span role="status">
        {look.data === undefined ? `${unknown}: ` : 'the last look failed: '}
        {look.error?.message ?? ''}
      </span>{' '}
      <Anchor component="button" type="button" size="sm" onClick={() => void look.refetch()}>
        Try again
      </Anchor>
    </Text>
  )
}

function Age({ since }: { since: number }) {
  const now = useWallNow(5000)
  return coarse((now - since) / 1000)
}
