import { Group, Stack, Table, Text } from '@mantine/core'
import { Fragment } from 'react'
import type { Deployment } from '../api/types'
import { Chip } from '../shared/StateChip'
import type { Tone } from '../shared/tones'
import { inUnit, likelihood } from './figures'

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

const FOLLOWED: Record<Judgement['followed'], string> = {
  CONTINUE: 'The update goes on.',
  ABORT: 'The update is undone.',
}

/** What the judge made of the new fleet, with its numbers. */
export function Verdict({ judgement }: { judgement: Judgement }) {
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Chip tone={LOOKS[judgement.outcome].tone}>{LOOKS[judgement.outcome].text}</Chip>
        <Text size="sm">{FOLLOWED[judgement.followed]}</Text>
      </Group>
      {judgement.findings.length === 0 ? (
        // Nothing was compared: the sentence alone says why.
        <Text size="sm">{judgement.sentence}</Text>
      ) : (
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
                <Fragment key={finding.metric}>
                  <Table.Tr style={{ borderBottom: 0 }}>
                    <Table.Td>{METRICS[finding.metric]}</Table.Td>
                    <Table.Td>{inUnit(finding.before.value, finding.metric)}</Table.Td>
                    <Table.Td>{inUnit(finding.after.value, finding.metric)}</Table.Td>
                    <Table.Td>{likelihood(finding.p_value)}</Table.Td>
                    <Table.Td>
                      <Chip tone={LOOKS[finding.outcome].tone}>{LOOKS[finding.outcome].text}</Chip>
                    </Table.Td>
                  </Table.Tr>
                  <Table.Tr>
                    <Table.Td colSpan={5} pt={0}>
                      <Text size="xs" c="dimmed">
                        {finding.sentence}
                      </Text>
                    </Table.Td>
                  </Table.Tr>
                </Fragment>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  )
}
