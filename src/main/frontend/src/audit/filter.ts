import type { AuditFilter } from '../api/audit'

export const SUBJECT_TYPES = ['endpoint', 'model', 'environment', 'principal'] as const
type SubjectType = (typeof SUBJECT_TYPES)[number]

/** How far back, as a filter offers it. */
export const SPANS = [
  { value: '', label: 'Any time' },
  { value: '3600', label: 'Last hour' },
  { value: '86400', label: 'Last day' },
  { value: '604800', label: 'Last week' },
] as const

const isSubjectType = (text: string | null): text is SubjectType => SUBJECT_TYPES.some((one) => one === text)

/** The filter that an address holds, so that it can be sent to somebody. */
export function filterOf(address: URLSearchParams): AuditFilter {
  const filter: AuditFilter = {}
  const kind = address.get('of')
  const subject = address.get('name')?.trim()
  if (isSubjectType(kind)) {
    filter.subject_type = kind
    // The API takes a name only with what it is a name of.
    if (subject) filter.subject = subject
  }
  const actor = address.get('actor')?.trim()
  if (actor) filter.actor = actor
  const type = address.get('type')?.trim()
  if (type) filter.type = type
  return filter
}

/** How many seconds back an address looks; as far as the record goes where it does not say. */
export function secondsOf(address: URLSearchParams): number {
  const seconds = Number(address.get('within'))
  return seconds > 0 ? seconds : Number.POSITIVE_INFINITY
}
