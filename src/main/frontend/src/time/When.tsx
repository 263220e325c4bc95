import { Tooltip } from '@mantine/core'
import { useCloudNow } from './cloudNow'
import { absolute, ago } from './format'

/** A moment of cloud time: how long ago, and on hover or focus when exactly. */
export function When({ at }: { at: string }) {
  const now = useCloudNow(5000)
  const seconds = (now - Date.parse(at)) / 1000
  return (
    <Tooltip label={absolute(at)}>
      <time dateTime={at}>{ago(seconds)}</time>
    </Tooltip>
  )
}
