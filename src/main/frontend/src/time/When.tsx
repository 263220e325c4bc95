import { useCloudNow } from './cloudNow'
import { ago } from './format'
import { Moment } from './Moment'

interface WhenProps {
  at: string
  printed?: boolean
}

/** A moment of cloud time: how long ago, and when exactly. */
export function When({ at, printed = false }: WhenProps) {
  const now = useCloudNow(5000)
  return <Moment at={at} said={ago((now - Date.parse(at)) / 1000)} printed={printed} />
}
