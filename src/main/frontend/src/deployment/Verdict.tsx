import { Group, Stack, Table, Text } from '@mantine/core'
import type { Deployment } from '../api/types'
import { Chip } from '../shared/StateChip'
import type { Tone } from '../shared/tones'
import { amount } from '../time/format'

type Judgement = NonNullable<Deployment['judgements']>[number]

const LOOKS: Record<Judgement['outcome'], { tone: Tone; text: string }> = {
  PASS: { tone: 'good', text: 'Passes' },
  FAIL: { tone: 'bad', text: 'Fails' },
  INSUFFICIENT_EVIDENCE: { tone: 'waiting', text: 'Not enough evidence' },
}

const METRICS = {
  ERROR_RATE: 'Server errors',
  CLIENT_ERROR_RATE: 'Client errors',
  MODEL_LATENCY: 'Model latency',
  OVERHEAD_LATENCY: 'Overhead latency',
} as const

/** What the judge made of the new fleet, with its numbers. */
export function Verdict({ judgement }: { judgement: Judgement }) {
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Chip tone={LOOKS[judgement.outcome].tone}>{LOOKS[judgement.outcome].text}</Chip>
        <Text size="sm">{judgement.sentence}</Text>
      </Group>
      <Table.ScrollContainer minWidth={420}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Metric</Table.Th>
              <Table.Th>Old</Table.Th>
              <Table.Th>New</Table.Th>
              <Table.Th>p</Table.Th>
              <Table.Th>Verdict</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {judgement.findings.map((finding) => (
              <Table.Tr key={finding.metric}>
                <Table.Td>{METRICS[finding.metric]}</Table.Td>
                <Table.Td>{figure(finding.before.value)}</Table.Td>
                <Table.Td>{figure(finding.after.value)}</Table.Td>
                <Table.Td>{figure(finding.p_value)}</Table.Td>
                <Table.Td>
                  <Chip tone={LOOKS[finding.outcome].tone}>{LOOKS[finding.outcome].text}</Chip>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  )
}

const figure = (value: number | undefined) => (value === undefined ? '–' : amount(value))
