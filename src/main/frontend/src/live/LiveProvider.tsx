import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { useRecentDeployments } from '../api/deployments'
import { keys } from '../api/keys'
import type { AuditEvent, Deployment } from '../api/types'
import { isOver } from '../api/types'
import { Opening } from '../shared/Opening'
import { gather } from './batch'
import { type Connection, follow } from './follow'
import { replaceDeployments } from './replace'
import { touched } from './touched'

const ROUND_MS = 250
const PATIENCE_MS = 1500

const LiveContext = createContext<Connection>({ state: 'connecting' })

/** How the page's stream is doing. */
export const useConnection = () => useContext(LiveContext)

/**
 * Keeps what is shown up to date: one stream of events for the tab, and a second one only while
 * deployments move, since traffic moves without events.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [connection, setConnection] = useState<Connection>({ state: 'connecting' })
  const [ready, setReady] = useState(false)
  useEvents(setConnection)
  useMovingDeployments()
  // The stream first, the lists after it: what changes in between is told. But nobody waits long.
  useEffect(() => {
    if (connection.state !== 'connecting') setReady(true)
    const timer = setTimeout(() => setReady(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [connection.state])
  return <LiveContext value={connection}>{ready ? children : <Opening />}</LiveContext>
}

function useEvents(tell: (connection: Connection) => void) {
  const queries = useQueryClient()
  useEffect(() => {
    const rounds = gather<QueryKey>(
      ROUND_MS,
      (key) => JSON.stringify(key),
      (all) => {
        for (const queryKey of all) void queries.invalidateQueries({ queryKey })
      },
    )
    const stop = follow({
      url: '/v1/audit-events',
      onConnection: (connection) => {
        tell(connection)
        // The session is over; whoever looks at the page is asked to sign in again.
        if (connection.state === 'over' && connection.code === 'unauthenticated') {
          void queries.resetQueries({ queryKey: keys.me })
        }
      },
      onOpen: () => void queries.invalidateQueries({ predicate: (query) => query.state.data !== undefined }),
      onMessage: (message) => {
        if (message.event === 'reset') void queries.invalidateQueries()
        else for (const key of touched(JSON.parse(message.data) as AuditEvent)) rounds.add(key)
      },
    })
    return () => {
      stop()
      rounds.stop()
    }
  }, [queries, tell])
}

function useMovingDeployments() {
  const queries = useQueryClient()
  const recent = useRecentDeployments()
  const moving = recent.data?.some((deployment) => !isOver(deployment)) ?? false
  useEffect(() => {
    if (!moving) return
    const rounds = gather<Deployment>(
      ROUND_MS,
      (deployment) => deployment.id,
      (told) => replaceDeployments(queries, told),
    )
    const stop = follow({
      url: '/v1/deployments',
      onConnection: () => undefined,
      onMessage: (message) => {
        if (message.event === 'message') rounds.add(JSON.parse(message.data) as Deployment)
      },
    })
    return () => {
      stop()
      rounds.stop()
    }
  }, [queries, moving])
}
