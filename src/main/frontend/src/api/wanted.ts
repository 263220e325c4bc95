import type { Switches, SwitchesInput } from './simulator'

/** The switches of an endpoint of which none is on. */
export const off = (endpoint: string): Switches => ({
  endpoint,
  error_share: 0,
  latency_ms: 0,
  fail_starts: false,
  requests_per_second: 0,
  sent: 0,
  failed: 0,
})

/** What to send so that one of them changes and the others stay. */
export function wanted(now: Switches, change: SwitchesInput): SwitchesInput {
  const { configuration, error_share, latency_ms, fail_starts, requests_per_second } = now
  const all: SwitchesInput = {
    ...(configuration === undefined ? {} : { configuration }),
    error_share,
    latency_ms,
    fail_starts,
    requests_per_second,
    ...change,
  }
  const spoils = (all.error_share ?? 0) > 0 || (all.latency_ms ?? 0) > 0
  if (spoils) return all
  // Without an error or latency there is nothing that could be one fleet's alone.
  const { configuration: _, ...rest } = all
  return rest
}
