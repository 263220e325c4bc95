import { Button, Group, Text } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useVerification } from '../api/audit'
import { Chip } from '../shared/StateChip'

/** Counts the chain of hashes of one thing's events over again. */
export function Verify({ kind, name }: { kind: string; name: string }) {
  const verification = useVerification()
  const found = verification.data
  return (
    <Group gap="sm">
      <Button
        size="xs"
        variant="default"
        leftSection={<IconShieldCheck size={14} aria-hidden />}
        loading={verification.isPending}
        onClick={() => verification.mutate({ subject_type: kind, subject: name })}
      >
        Verify this record
      </Button>
      <span role="status">
        {found !== undefined && (
          <Chip tone={found.intact ? 'good' : 'bad'}>
            {found.intact
              ? `${found.rows} events, chain whole`
              : `broken at event ${found.first_broken ?? '?'}`}
          </Chip>
        )}
        {verification.isError && (
          <Text size="sm" c="var(--sw-bad)">
            {verification.error.message}
          </Text>
        )}
      </span>
    </Group>
  )
}
