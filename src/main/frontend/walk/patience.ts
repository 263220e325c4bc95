import type { Page } from 'playwright-core'

/** What a browser says of a page's patience, in milliseconds. */
export interface Patience {
  /** Each interaction, from the input to the paint after it (Event Timing, in steps of 8 ms). */
  interactions: number[]
  /** The longest time between two frames. */
  gap: number
  /** Every task of the page that took longer than 50 ms. */
  long: number[]
}

/** Watches the page from its beginning. */
export async function watch(page: Page) {
  await page.addInitScript(() => {
    const seen = { interactions: new Map<number, number>(), gap: 0, long: [] as number[] }
    Reflect.set(window, 'patience', seen)
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const id: unknown = Reflect.get(entry, 'interactionId')
        if (typeof id !== 'number' || id === 0) continue
        seen.interactions.set(id, Math.max(seen.interactions.get(id) ?? 0, entry.duration))
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.long.push(entry.duration)
    }).observe({ type: 'longtask', buffered: true })
    let last = performance.now()
    const frame = (now: number) => {
      seen.gap = Math.max(seen.gap, now - last)
      last = now
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
}

/** What was seen since the last time. Interactions that were painted within 16 ms are not among them. */
export async function take(page: Page): Promise<Patience> {
  await page.waitForTimeout(300)
  return page.evaluate(() => {
    const seen = Reflect.get(window, 'patience')
    const taken = { interactions: [...seen.interactions.values()], gap: seen.gap, long: [...seen.long] }
    seen.interactions.clear()
    seen.gap = 0
    seen.long.length = 0
    return taken
  })
}

/** The value that a share of them does not exceed, of so many that were made. */
export function quantile(values: readonly number[], share: number, made: number): number {
  const sorted = [...Array.from({ length: Math.max(0, made - values.length) }, () => 16), ...values]
  sorted.sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}
