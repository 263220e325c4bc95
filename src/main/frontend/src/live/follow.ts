import { ApiProblem, hindrance, problemOf } from '../api/problem'
import { type Message, messages } from './parse'

/** How a stream is doing. `since` is when it was last heard of, as Date.now() has it. */
export type Connection =
  | { state: 'connecting' }
  | { state: 'open'; since: number }
  | { state: 'lost'; since: number }
  | { state: 'over'; code: string }

export interface Following {
  url: string
  onMessage: (message: Message) => void
  onConnection: (connection: Connection) => void
  /** The first connection stands: what is loaded from now on misses nothing. */
  onOpen?: () => void
  /** What was heard last before, by whoever followed it then. */
  lastId?: string | undefined
  onId?: (id: string) => void
}

const SILENCE_MS = 40_000
const TELL_EVERY_MS = 1_000
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 15_000

/** Follows an event stream until told to stop, coming again with the last id whenever it is lost. */
export function follow({ url, onMessage, onConnection, onOpen, ...more }: Following): () => void {
  const stopped = new AbortController()
  let lastId = more.lastId
  let heard = Date.now()
  let told = 0
  let pause = FIRST_PAUSE_MS

  /** Something came. In a rush of events the page hears of it once a second. */
  const hear = () => {
    heard = Date.now()
    if (heard - told < TELL_EVERY_MS) return
    told = heard
    onConnection({ state: 'open', since: heard })
  }

  const once = async () => {
    const attempt = new AbortController()
    const stop = () => attempt.abort()
    stopped.signal.addEventListener('abort', stop)
    let silence = setTimeout(stop, SILENCE_MS)
    try {
      const headers: Record<string, string> = { Accept: 'text/event-stream' }
      if (lastId !== undefined) headers['Last-Event-ID'] = lastId
      const answer = await fetch(url, { headers, signal: attempt.signal })
      if (!answer.ok || answer.body === null) throw await problemOf(answer)
      const read = messages((message) => {
        if (message.id !== undefined) {
          const isFirst = lastId === undefined
          lastId = message.id
          more.onId?.(lastId)
          if (isFirst) onOpen?.()
        }
        if (message.event === 'end') throw ended(message)
        if (message.data !== '') onMessage(message)
      })
      const decoder = new TextDecoder()
      const reader = answer.body.getReader()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return
        clearTimeout(silence)
        silence = setTimeout(stop, SILENCE_MS)
        pause = FIRST_PAUSE_MS
        hear()
        read(decoder.decode(value, { stream: true }))
      }
    } finally {
      clearTimeout(silence)
      stopped.signal.removeEventListener('abort', stop)
      attempt.abort()
    }
  }

  const again = async () => {
    onConnection({ state: 'connecting' })
    while (!stopped.signal.aborted) {
      try {
        await once()
      } catch (error) {
        if (stopped.signal.aborted) return
        const how = hindrance(error)
        if (how === 'unauthenticated' || how === 'forbidden') {
          onConnection({ state: 'over', code: how })
          return
        }
      }
      if (stopped.signal.aborted) return
      told = 0
      onConnection({ state: 'lost', since: heard })
      await rest(pause, stopped.signal)
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
  }

  void again()
  return () => stopped.abort()
}

function ended(message: Message): ApiProblem {
  return new ApiProblem(message.data.includes('forbidden') ? 403 : 401, undefined)
}

/** Waits, but not longer than until the browser is online again or nobody waits any more. */
function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    window.addEventListener('online', done)
    signal.addEventListener('abort', done)
  })
}
