const DAY = 86_400

/** How long a token or an access key may be good for, as the form offers it. */
export const LIFETIMES = [
  { value: `${30 * DAY}`, label: '30 days' },
  { value: `${90 * DAY}`, label: '90 days' },
  { value: `${365 * DAY}`, label: 'A year' },
  { value: '', label: 'Without end' },
] as const

type Standing = { tone: 'good' | 'quiet' | 'bad'; text: string }

/** Whether a token or an access key opens anything at this moment of wall time. */
export function standingOf(credential: { revoked_at?: string; expires_at?: string }, now: number): Standing {
  if (credential.revoked_at !== undefined) return { tone: 'quiet', text: 'Revoked' }
  if (credential.expires_at !== undefined && Date.parse(credential.expires_at) <= now) {
    return { tone: 'quiet', text: 'Expired' }
  }
  return { tone: 'good', text: 'Good' }
}
