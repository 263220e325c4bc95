import { type Connection, type Following, follow } from './follow'
import type { Message } from './parse'

/** What the tab that has the stream open passes on to the others. */
type Said =
  | { what: 'here' }
  | { what: 'message'; message: Message; lastId: string | undefined }
  | { what: 'connection'; connection: Connection; lastId: string | undefined }
  | { what: 'open'; lastId: string | undefined }

/** The tab with the stream tells at least that it hears nothing; one that tells nothing is gone. */
const SILENCE_MS = 60_000

/**
 * Follows a stream once for all tabs of a browser, which keeps only six connections to a host in all
 * of them: one tab has it open and passes on what it hears. When that tab goes, another one takes
 * over with the last id. Where a browser has no locks, on pages that came by plain http from another
 * host, each tab has a stream of its own.
 *
 * @param name what the tabs have in common
 */
export function followTogether(name: string, following: Following): () => void {
  if (navigator.locks === undefined || typeof BroadcastChannel === 'undefined') return follow(following)
  const stopped = new AbortController()
  const channel = new BroadcastChannel(name)
  let connection: Connection = { state: 'connecting' }
  let lastId: string | undefined
  let opened = false
  let passesOn = false
  let end: (() => void) | undefined
  let silence: ReturnType<typeof setTimeout> | undefined

  const post = (said: Said) => channel.postMessage(said)

  const heed = (said: Said) => {
    switch (said.what) {
      case 'here':
        if (!passesOn) return
        post({ what: 'connection', connection, lastId })
        if (opened) post({ what: 'open', lastId })
        return
      case 'open':
        // Long before anything happens: whoever takes over goes on from here.
        lastId = said.lastId ?? lastId
        if (!opened) following.onOpen?.()
        opened = true
        return
      case 'connection':
        lastId = said.lastId
        connection = said.connection
        following.onConnection(connection)
        return
      case 'message':
        lastId = said.lastId
        following.onMessage(said.message)
    }
  }

  const begin = () => {
    clearTimeout(silence)
    const tell = (said: Said) => {
      heed(said)
      if (passesOn) post(said)
    }
    let heard = lastId
    end ??= follow({
      url: following.url,
      lastId,
      onId: (id) => {
        heard = id
      },
      onOpen: () => tell({ what: 'open', lastId: heard }),
      onConnection: (now) => tell({ what: 'connection', connection: now, lastId: heard }),
      onMessage: (message) => tell({ what: 'message', message, lastId: heard }),
    })
  }

  const awaitWord = () => {
    clearTimeout(silence)
    silence = setTimeout(begin, SILENCE_MS)
  }

  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (end === undefined) awaitWord()
    if (end === undefined || data.what === 'here') heed(data)
  }
  awaitWord()
  post({ what: 'here' })
  navigator.locks
    .request(name, { signal: stopped.signal }, () => {
      passesOn = true
      begin()
      return new Promise<void>((done) => stopped.signal.addEventListener('abort', () => done()))
    })
    .catch(() => undefined)
  return () => {
    clearTimeout(silence)
    end?.()
    stopped.abort()
    channel.close()
  }
}
