import type { Change } from './Diff'
import { flatten } from './flatten'

/** What differs between two documents, field by field, in the order of their names. */
export function differ(before: unknown, after: unknown): Change[] {
  const was = new Map(flatten(before).map((leaf) => [leaf.field, leaf.value]))
  const is = new Map(flatten(after).map((leaf) => [leaf.field, leaf.value]))
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((field) => JSON.stringify(was.get(field)) !== JSON.stringify(is.get(field)))
    .sort()
    .map((field) => ({ field, before: was.get(field), after: is.get(field) }))
}
