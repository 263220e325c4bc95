import { Alert } from '@mantine/core'
import { notBegun } from './refusal'

/** Why a press promoted nothing, or that nobody knows whether it did. */
export function NotBegun({ error }: { error: Error }) {
  const { title, message } = notBegun(error)
  return (
    <Alert color="red" variant="outline" title={title} role="alert">
      {message}
    </Alert>
  )
}
