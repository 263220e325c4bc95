import { Group, Stack, Text } from '@mantine/core'
import type { GateVerdict } from '../api/types'
import { Chip } from '../shared/StateChip'
import type { Tone } from '../shared/tones'

const LOOKS: Record<GateVerdict['verdict'], { tone: Tone; text: string }> = {
  PASSED: { tone: 'good', text: 'Open' },
  PENDING: { tone: 'waiting', text: 'Waits' },
  FAILED: { tone: 'bad', text: 'Closed' },
  OVERRIDDEN: { tone: 'warn', text: 'Overridden' },
}

const NAMES: Record<GateVerdict['gate'], string> = {
  PREDECESSOR: 'Predecessor',
  IMAGE_PINNED: 'Image pinned',
  INSTANCE_TYPE: 'Instance type',
  INSTANCE_COUNT: 'Instances',
  COST: 'Cost',
  VERSION_APPROVED: 'Version approved',
  SOAK: 'Soak time',
  FREEZE: 'Freeze',
  APPROVALS: 'Approvals',
  CHECK: 'Check',
}

/** What each gate of the target says, and why. */
export function Gates({ gates }: { gates: readonly GateVerdict[] }) {
  if (gates.length === 0) return <Text c="dimmed">This environment has no gates.</Text>
  return (
    <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {gates.map((gate) => (
        <li key={`${gate.gate} ${gate.name ?? ''}`}>
          <Group justify="space-between" gap="sm" wrap="nowrap">
            <Text fw={600} size="sm">
              {NAMES[gate.gate]}
              {gate.name !== undefined && `: ${gate.name}`}
            </Text>
            <Chip tone={LOOKS[gate.verdict].tone}>{LOOKS[gate.verdict].text}</Chip>
          </Group>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {gate.reason}
          </Text>
        </li>
      ))}
    </Stack>
  )
}
