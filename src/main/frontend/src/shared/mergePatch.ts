export type Document = Record<string, unknown>

/**
 * The merge patch (RFC 7396) that turns one document into another: what is new or other, and null
 * for what is gone. Undefined when they say the same.
 */
export function mergePatch(before: Document, after: Document): Document | undefined {
  const patch: Document = {}
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const was = before[name]
    const is = after[name]
    if (is === undefined) patch[name] = null
    else if (isDocument(was) && isDocument(is)) {
      const inner = mergePatch(was, is)
      if (inner !== undefined) patch[name] = inner
    } else if (JSON.stringify(was) !== JSON.stringify(is)) patch[name] = is
  }
  return Object.keys(patch).length === 0 ? undefined : patch
}

/** A document with a merge patch applied (RFC 7396). */
export function patched(document: Document, patch: Document): Document {
  const result: Document = { ...document }
  for (const [name, is] of Object.entries(patch)) {
    const was = result[name]
    if (is === null) delete result[name]
    else result[name] = isDocument(is) ? patched(isDocument(was) ? was : {}, is) : is
  }
  return result
}

export const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A text as a document, or why it is none. */
export function readDocument(text: string): { document: Document } | { why: string } {
  try {
    const value: unknown = JSON.parse(text)
    return isDocument(value) ? { document: value } : { why: 'It has to be an object: { … }.' }
  } catch (error) {
    return { why: error instanceof Error ? error.message : 'It is not JSON.' }
  }
}
