import { Group, Stack, Text } from '@mantine/core'
import type { PredictionAnswer } from '../api/types'
import { Chip } from '../shared/StateChip'
import classes from './Answers.module.css'

/** What came back, newest first. */
export function Answers({ answers }: { answers: readonly PredictionAnswer[] }) {
  if (answers.length === 0) {
    return <Text c="dimmed">Nothing has been asked yet.</Text>
  }
  return (
    <Stack gap="md" aria-live="polite">
      {answers.map((answer, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: answers have no identity but their order
        <article key={answers.length - index} className={classes.answer}>
          <Group gap="sm">
            <span className={classes.version}>{answer.model_version}</span>
            <Chip tone={answer.status === 200 ? 'good' : 'bad'}>
              {answer.status === 0 ? 'No answer' : answer.status}
            </Chip>
            <Text size="sm" c="dimmed">
              {answer.latency_ms} ms · release {answer.release}
              {answer.updating && ' · an update runs, so the newer one may have answered'}
            </Text>
          </Group>
          <pre className={classes.body}>{written(answer)}</pre>
        </article>
      ))}
    </Stack>
  )
}

function written(answer: PredictionAnswer): string {
  if (answer.body === undefined)
    return answer.body_base64 === undefined ? '(empty)' : `${answer.bytes} bytes that are no text`
  try {
    return JSON.stringify(JSON.parse(answer.body), null, 2) + (answer.truncated ? '\n…' : '')
  } catch {
    return answer.body
  }
}
