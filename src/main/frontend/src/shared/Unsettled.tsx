import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'

/** That it is open which release serves, as the API says it. */
export function Unsettled({ message }: { message: string }) {
  return (
    <Alert
      variant="outline"
      color="var(--sw-warn)"
      icon={<IconAlertTriangle size={20} aria-hidden />}
      title="Not settled"
    >
      {message}
    </Alert>
  )
}
