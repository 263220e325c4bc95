import { Text } from '@mantine/core'
import type { Promotion } from '../api/types'

/** What keeps a promotion from beginning whose turn has come; nothing when nothing does. */
export function PutOff({ promotion }: { promotion: Promotion }) {
  if (promotion.put_off === undefined) return null
  return (
    <Text size="sm" mt="sm" style={{ overflowWrap: 'anywhere' }}>
      <strong>Its turn has come, and it is tried again every few seconds:</strong> {promotion.put_off}
    </Text>
  )
}
