import { Center } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Activity, type ReactNode, useCallback, useEffect, useState } from 'react'
import { keys } from '../api/keys'
import { hindrance } from '../api/problem'
import { openSession, useMe } from '../api/session'
import { Hindered } from '../shared/Hindered'
import { Opening } from '../shared/Opening'
import { SignIn } from './SignIn'
import { StillSignedIn } from './StillSignedIn'
import { takeTokenFromAddress } from './tokenInAddress'

/** Lets nobody further who is not known, and shows where to sign in instead. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [exchanging, setExchanging] = useState(() => takeTokenFromAddress())
  const [refused, setRefused] = useState<Error>()
  useEffect(() => {
    // The link opened in a tab that is here already loads nothing anew.
    const take = () => setExchanging((before) => takeTokenFromAddress() ?? before)
    window.addEventListener('hashchange', take)
    return () => window.removeEventListener('hashchange', take)
  }, [])
  const done = useCallback((why?: Error) => {
    setRefused(why)
    setExchanging(undefined)
  }, [])
  const forget = useCallback(() => setRefused(undefined), [])
  return exchanging === undefined ? (
    <Known refused={refused} forget={forget}>
      {children}
    </Known>
  ) : (
    <Exchange token={exchanging} done={done} />
  )
}

interface KnownProps {
  /** Why the link that the page was opened with let nobody in. */
  refused: Error | undefined
  forget: () => void
  children: ReactNode
}

/**
 * Shows the page to whoever is known. A session that ends takes nothing away that was typed: the page
 * waits unseen behind the sign-in, and goes on when the same person is back.
 */
function Known({ refused, forget, children }: KnownProps) {
  const queries = useQueryClient()
  const me = useMe()
  const name = me.data?.name
  const [shownTo, setShownTo] = useState(name)
  useEffect(() => {
    if (name === undefined || name === shownTo) return
    // What one has seen is not for the next.
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.me[0] })
    setShownTo(name)
  }, [queries, name, shownTo])
  const shown = name === shownTo ? me.data : undefined
  return (
    <>
      {shownTo !== undefined && (
        <Activity key={shownTo} mode={shown === undefined ? 'hidden' : 'visible'}>
          {children}
        </Activity>
      )}
      {shown !== undefined && refused !== undefined && (
        <StillSignedIn as={shown} refused={refused} close={forget} />
      )}
      {shown === undefined &&
        (me.isError ? (
          <NotKnown
            error={me.error}
            refused={refused}
            forget={forget}
            again={() => void me.refetch()}
            pageWaits={shownTo !== undefined}
          />
        ) : (
          <Opening />
        ))}
    </>
  )
}

interface NotKnownProps {
  error: Error
  refused: Error | undefined
  forget: () => void
  again: () => void
  pageWaits: boolean
}

function NotKnown({ error, refused, forget, again, pageWaits }: NotKnownProps) {
  const queries = useQueryClient()
  const done = () => {
    // Whoever is in now was told, and the next sign-in has no use for it.
    forget()
    void queries.resetQueries({ queryKey: keys.me })
  }
  return hindrance(error) === 'unauthenticated' ? (
    <SignIn refused={refused} done={done} pageWaits={pageWaits} />
  ) : (
    <Center component="main" h="100dvh" p="md">
      <h1 className="hidden-visually">Slipway</h1>
      <Hindered error={error} again={again} />
    </Center>
  )
}

/** The link that local mode prints carries the token where no server sees it. */
function Exchange({ token, done }: { token: string; done: (why?: Error) => void }) {
  useEffect(() => {
    openSession(token).then(() => done(), done)
  }, [token, done])
  return <Opening what="Signing in" />
}
