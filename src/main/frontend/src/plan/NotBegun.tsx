import { Trouble } from '../shared/Trouble'
import { notBegun } from './refusal'

/** Why a press promoted nothing, or that nobody knows whether it did. */
export function NotBegun({ error }: { error: Error }) {
  const { title, message } = notBegun(error)
  return <Trouble title={title}>{message}</Trouble>
}
