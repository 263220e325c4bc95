import { Tooltip } from '@mantine/core'
import { useCloudNow } from '../time/cloudNow'
import { absolute, coarse } from '../time/format'

interface LiveSinceProps {
  since: string | undefined
  behind: number
}

/** For how long a release has been live, and how many versions are newer. */
export function LiveSince({ since, behind }: LiveSinceProps) {
  const now = useCloudNow(10_000)
  return (
    <>
      {since !== undefined && (
        <Tooltip label={`Live since ${absolute(since)}`}>
          <time dateTime={since}>{coarse((now - Date.parse(since)) / 1000)}</time>
        </Tooltip>
      )}
      {since !== undefined && behind > 0 && ' · '}
      {behind > 0 && <strong>{behind} behind</strong>}
    </>
  )
}
