/** How many times longer than a round took the next one waits: the page asks a quarter of the time. */
const REST = 3

/**
 * Gathers what comes in a rush and hands it over at most once in a while, each thing once: a stream
 * of hundreds of events a second costs the page four rounds. No round begins while the one before
 * is under way, and the longer that took the longer the next one waits.
 */
export function gather<T>(every: number, identify: (thing: T) => string, handOver: (things: T[]) => unknown) {
  const waiting = new Map<string, T>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let busy = false
  const wait = (milliseconds: number) => {
    if (waiting.size > 0) timer ??= setTimeout(() => void flush(), milliseconds)
  }
  const flush = async () => {
    timer = undefined
    const things = [...waiting.values()]
    waiting.clear()
    busy = true
    const began = Date.now()
    try {
      await handOver(things)
    } finally {
      busy = false
      wait(Math.max(every, (Date.now() - began) * REST))
    }
  }
  return {
    add(thing: T) {
      waiting.set(identify(thing), thing)
      if (!busy) wait(every)
    },
    stop() {
      if (timer !== undefined) clearTimeout(timer)
      waiting.clear()
    },
  }
}
