import { useState } from 'react'
import { type Document, mergePatch, patched } from '../../shared/mergePatch'
import { at, put } from './draft'
import type { Faults } from './faults'

/** What somebody has typed so far: the document that comes of it, and texts that are not JSON yet. */
interface Typed {
  document: Document
  texts: Readonly<Record<string, string>>
}

/** A profile while it is filled in. */
export interface Form {
  document: Document
  /** Whether the environment is there already, and with it its account and region. */
  keepsItsPlace: boolean
  at: (path: string) => unknown
  /** What stood there when it was begun. */
  before: (path: string) => unknown
  put: (path: string, value: unknown) => void
  textAt: (path: string) => string
  type: (path: string, text: string) => void
  faultAt: (path: string) => string | undefined
  /** Whether everything that was typed can be read. */
  readable: boolean
  /** What was typed, as a merge patch; undefined when nothing is other. */
  patch: Document | undefined
  /** Begins with another document and goes on with what was typed. */
  goOnFrom: (document: Document) => void
}

export function useForm(base: Document, faults: Faults, keepsItsPlace: boolean): Form {
  const [begun, begin] = useState(base)
  const [typed, set] = useState<Typed>({ document: base, texts: {} })
  const { document, texts } = typed
  const patch = mergePatch(begun, document)
  return {
    document,
    keepsItsPlace,
    at: (path) => at(document, path),
    before: (path) => at(begun, path),
    put: (path, value) =>
      set((now) => ({ document: put(now.document, path, value), texts: outside(path, now.texts) })),
    textAt: (path) => texts[path] ?? written(at(document, path)),
    type: (path, text) =>
      set((now) => {
        const read = parsed(text)
        return {
          document: 'value' in read ? put(now.document, path, read.value) : now.document,
          texts: { ...now.texts, [path]: text },
        }
      }),
    faultAt: (path) => whyUnreadable(texts[path]) ?? faults.at.get(path),
    readable: Object.values(texts).every((text) => whyUnreadable(text) === undefined),
    patch,
    goOnFrom: (latest) => {
      begin(latest)
      set((now) => ({
        document: patched(latest, patch ?? {}),
        // What is not JSON yet stays as it is; all else is written anew from the document.
        texts: Object.fromEntries(
          Object.entries(now.texts).filter(([, text]) => whyUnreadable(text) !== undefined),
        ),
      }))
    },
  }
}

/** What is typed into a part goes with it, or it would block or belie one that is no longer there. */
const outside = (path: string, texts: Typed['texts']): Typed['texts'] =>
  Object.fromEntries(Object.entries(texts).filter(([at]) => at !== path && !at.startsWith(`${path}.`)))

const written = (value: unknown) => (value === undefined ? '' : JSON.stringify(value, null, 2))

/** Nothing written means nothing set. */
function parsed(text: string): { value: unknown } | { why: string } {
  if (text.trim() === '') return { value: undefined }
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { why: error instanceof Error ? error.message : 'It is not JSON.' }
  }
}

function whyUnreadable(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const read = parsed(text)
  return 'why' in read ? read.why : undefined
}
