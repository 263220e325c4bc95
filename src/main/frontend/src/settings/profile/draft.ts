import { type Document, isDocument } from '../../shared/mergePatch'

/** What stands in a document under a name such as rollout.canary.value. */
export function at(document: Document, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((part, step) => (isDocument(part) ? part[step] : undefined), document)
}

/**
 * The document with something else there; undefined takes it away, and with it the parts around it
 * that hold nothing more.
 */
export function put(document: Document, path: string, value: unknown): Document {
  const [step = '', ...rest] = path.split('.')
  const was = document[step]
  const is =
    rest.length === 0 ? value : unlessEmpty(put(isDocument(was) ? was : {}, rest.join('.'), value), was)
  const { [step]: _, ...others } = document
  return is === undefined
    ? others
    : step in document
      ? { ...document, [step]: is }
      : { ...others, [step]: is }
}

/** A part that was there and has lost its last member is taken away too. */
const unlessEmpty = (part: Document, was: unknown) =>
  Object.keys(part).length > 0 || (isDocument(was) && Object.keys(was).length === 0) ? part : undefined
