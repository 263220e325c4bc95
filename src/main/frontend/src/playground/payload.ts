import type { Sample } from '../api/types'

/** What a model is asked: a text, or bytes that are none. */
export type Payload = { text: string } | { base64: string }

/** A sample's payload, which the API tells in one of two ways; undefined until it has. */
export function payloadOf(sample: Sample | undefined): Payload | undefined {
  if (sample?.body !== undefined) return { text: sample.body }
  return sample?.body_base64 === undefined ? undefined : { base64: sample.body_base64 }
}
