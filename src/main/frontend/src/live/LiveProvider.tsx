import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { keys } from '../api/keys'
import { useMe } from '../api/session'
import type { AuditEvent, Deployment } from '../api/types'
import { Opening } from '../shared/Opening'
import { gather } from './batch'
import type { Connection } from './follow'
import { replaceDeployments } from './replace'
import { followTogether } from './together'
import { touched } from './touched'

const ROUND_MS = 250
const PATIENCE_MS = 1500

const LiveContext = createContext<Connection>({ state: 'connecting' })

/** How the page's stream is doing. */
export const useConnection = () => useContext(LiveContext)

/**
 * Keeps what is shown up to date by one stream for all tabs: of events, and of deployments too, since
 * their traffic moves without events.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const caller = useMe().data?.name ?? ''
  const [connection, setConnection] = useState<Connection>({ state: 'connecting' })
  const [ready, setReady] = useState(false)
  useEvents(caller, setConnection)
  // The stream first, the lists after it: what changes in between is told. But nobody waits long.
  useEffect(() => {
    if (connection.state !== 'connecting') setReady(true)
    const timer = setTimeout(() => setReady(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [connection.state])
  return <LiveContext value={connection}>{ready ? children : <Opening />}</LiveContext>
}

function useEvents(caller: string, tell: (connection: Connection) => void) {
  const queries = useQueryClient()
  useEffect(() => {
    // Nobody is told anything; whoever signs in again begins a stream anew.
    if (caller === '') return
    const rounds = gather<QueryKey>(
      ROUND_MS,
      (key) => JSON.stringify(key),
      (all) => Promise.all(all.map((queryKey) => queries.invalidateQueries({ queryKey }))),
    )
    const moved = gather<Deployment>(
      ROUND_MS,
      (deployment) => deployment.id,
      (told) => replaceDeployments(queries, told),
    )
    let before: Connection['state'] = 'connecting'
    const stop = followTogether(`slipway-events of ${caller}`, {
      url: '/v1/audit-events?deployments=true',
      onConnection: (connection) => {
        tell(connection)
        // What failed while nothing could be reached is looked at again; no event would tell of it.
        if (connection.state === 'open' && before !== 'open') {
          void queries.invalidateQueries({ predicate: (query) => query.state.status === 'error' })
        }
        before = connection.state
        // The session is over; whoever looks at the page is asked to sign in again.
        if (connection.state === 'over' && connection.code === 'unauthenticated') {
          void queries.resetQueries({ queryKey: keys.me })
        }
      },
      onOpen: () => void queries.invalidateQueries({ predicate: (query) => query.state.data !== undefined }),
      onMessage: (message) => {
        if (message.event === 'reset') void queries.invalidateQueries()
        else if (message.event === 'deployment') moved.add(JSON.parse(message.data) as Deployment)
        else for (const key of touched(JSON.parse(message.data) as AuditEvent)) rounds.add(key)
      },
    })
    return () => {
      stop()
      rounds.stop()
      moved.stop()
    }
  }, [queries, caller, tell])
}
