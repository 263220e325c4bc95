import { Tooltip } from '@mantine/core'
import { absolute, ago } from './format'
import { useWallNow } from './wallNow'

/** A moment of wall time, which tokens and webhooks keep: how long ago, and when exactly. */
export function WallWhen({ at }: { at: string }) {
  const now = useWallNow(5000)
  return (
    <Tooltip label={absolute(at)}>
      <time dateTime={at}>{ago((now - Date.parse(at)) / 1000)}</time>
    </Tooltip>
  )
}
