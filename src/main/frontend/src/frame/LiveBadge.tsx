import { useEffect, useState } from 'react'
import type { Connection } from '../live/follow'
import { useConnection } from '../live/LiveProvider'
import { Chip } from '../shared/StateChip'
import { span } from '../time/format'

/** Whether what is shown is up to date; if not, how old it is. */
export function LiveBadge() {
  const connection = useConnection()
  const [, beat] = useState(0)
  useEffect(() => {
    if (connection.state === 'open') return
    const timer = setInterval(() => beat((count) => count + 1), 1000)
    return () => clearInterval(timer)
  }, [connection.state])
  return (
    <span role="status" aria-live="polite">
      {badge(connection)}
    </span>
  )
}

function badge(connection: Connection) {
  switch (connection.state) {
    case 'open':
      return <Chip tone="good">Live</Chip>
    case 'connecting':
      return <Chip tone="waiting">Connecting</Chip>
    case 'lost':
      return (
        <Chip tone="warn">Reconnecting, last update {span((Date.now() - connection.since) / 1000)} ago</Chip>
      )
    case 'over':
      return <Chip tone="bad">Not followed any more</Chip>
  }
}
