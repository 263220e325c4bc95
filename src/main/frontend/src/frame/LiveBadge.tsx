import { Box } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Connection } from '../live/follow'
import { useConnection } from '../live/LiveProvider'
import { Chip } from '../shared/StateChip'
import { span } from '../time/format'

/** Whether what is shown is up to date; if not, how old it is. */
export function LiveBadge() {
  return <Badge connection={useConnection()} />
}

/** Announced is the state alone when it changes, not the seconds that pass in it. */
export function Badge({ connection }: { connection: Connection }) {
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
        <Chip tone="warn">
          <span className="hidden-visually">Reconnecting</span>
          <Since since={connection.since} />
        </Chip>
      )
    case 'over':
      return (
        <Chip tone="bad">
          <span className="hidden-visually">Not followed any more</span>
          <Box component="span" visibleFrom="sm" aria-hidden>
            Not followed any more
          </Box>
          <Box component="span" hiddenFrom="sm" aria-hidden>
            Off
          </Box>
        </Chip>
      )
  }
}

function Since({ since }: { since: number }) {
  const [now, look] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => look(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const age = span((now - since) / 1000)
  return (
    <>
      <Box component="span" visibleFrom="sm" aria-hidden>
        Reconnecting, last update {age} ago
      </Box>
      <Box component="span" hiddenFrom="sm" aria-hidden>
        {age}
      </Box>
    </>
  )
}
