import { ago } from './format'
import { Moment } from './Moment'
import { useWallNow } from './wallNow'

interface WallWhenProps {
  at: string
  printed?: boolean
}

/** A moment of wall time, which tokens and webhooks keep: how long ago, and when exactly. */
export function WallWhen({ at, printed = false }: WallWhenProps) {
  const now = useWallNow(5000)
  return <Moment at={at} said={ago((now - Date.parse(at)) / 1000)} printed={printed} />
}
