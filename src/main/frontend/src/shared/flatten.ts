/** One leaf of a document: where it is, and what it is. */
export interface Leaf {
  field: string
  value: unknown
}

/** A document as a list of its leaves, under names such as hosting.instance_type; lists stay whole. */
export function flatten(document: unknown, at = ''): Leaf[] {
  if (!isDocument(document)) return [{ field: at, value: document }]
  const entries = Object.entries(document)
  if (entries.length === 0) return at === '' ? [] : [{ field: at, value: document }]
  return entries.flatMap(([name, value]) => flatten(value, at === '' ? name : `${at}.${name}`))
}

const isDocument = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A leaf as people read it. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value) && value.length === 0) return 'none'
  return JSON.stringify(value)
}
