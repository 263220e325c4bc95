/**
 * Gathers what comes in a rush and hands it over at most once in a while, each thing once: a
 * stream of hundreds of events a second costs the page four rounds.
 */
export function gather<T>(every: number, identify: (thing: T) => string, handOver: (things: T[]) => void) {
  const waiting = new Map<string, T>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    const things = [...waiting.values()]
    waiting.clear()
    handOver(things)
  }
  return {
    add(thing: T) {
      waiting.set(identify(thing), thing)
      timer ??= setTimeout(flush, every)
    },
    stop() {
      if (timer !== undefined) clearTimeout(timer)
      waiting.clear()
    },
  }
}
