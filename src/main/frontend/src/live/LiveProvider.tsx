import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { useRecentDeployments } from '../api/deployments'
import type { AuditEvent, Deployment } from '../api/types'
import { isOver } from '../api/types'
import { gather } from './batch'
import { type Connection, follow } from './follow'
import { replaceDeployments } from './replace'
import { touched } from './touched'

const ROUND_MS = 250

const LiveContext = createContext<Connection>({ state: 'connecting' })

/** How the page's stream is doing. */
export const useConnection = () => useContext(LiveContext)

/**
 * Keeps what is shown up to date: one stream of events for the tab, and a second one only while
 * deployments move, since traffic moves without events.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [connection, setConnection] = useState<Connection>({ state: 'connecting' })
  useEvents(setConnection)
  useMovingDeployments()
  return <LiveContext value={connection}>{children}</LiveContext>
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
      onConnection: tell,
      onOpen: () => void queries.invalidateQueries(),
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
