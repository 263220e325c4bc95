import { useCloudNow } from '../time/cloudNow'
import { absolute, coarse } from '../time/format'
import { Moment } from '../time/Moment'

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
        <Moment
          at={since}
          said={coarse((now - Date.parse(since)) / 1000)}
          exactly={`Live since ${absolute(since)}`}
        />
      )}
      {since !== undefined && behind > 0 && ' · '}
      {behind > 0 && <strong>{behind} behind</strong>}
    </>
  )
}
