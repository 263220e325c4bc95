import { Text } from '@mantine/core'
import { Timeline, type TimelineItem } from '../shared/Timeline'
import { useCloudNow } from '../time/cloudNow'
import { span } from '../time/format'
import type { Step } from './steps'

/** The steps of a deployment, the one under way with its clock. */
export function StepTimeline({ steps }: { steps: readonly Step[] }) {
  const moving = steps.some((step) => step.state === 'now')
  const now = useCloudNow(moving ? 250 : 60_000)
  return <Timeline label="Steps" items={steps.map((step) => itemOf(step, now))} />
}

function itemOf(step: Step, now: number): TimelineItem {
  const last = step.notes.at(-1)
  const shown = step.state === 'now' || step.state === 'turned' || step.state === 'undone'
  return {
    key: step.name,
    state: step.state,
    title: step.title,
    aside: elapsed(step, now),
    ...(last !== undefined && shown
      ? {
          body: (
            <Text size="sm" component="span">
              {last.text}
            </Text>
          ),
        }
      : {}),
  }
}

function elapsed(step: Step, now: number): string | undefined {
  if (step.from === undefined)
    return step.expectedSeconds === undefined ? undefined : `about ${span(step.expectedSeconds)}`
  const end = step.until === undefined ? now : Date.parse(step.until)
  const taken = span((end - Date.parse(step.from)) / 1000)
  return step.expectedSeconds !== undefined && step.state === 'now'
    ? `${taken} of about ${inMinutes(step.expectedSeconds)}`
    : taken
}

/** To the minute, and never less than it takes, so that what is in time does not look late. */
const inMinutes = (seconds: number) => span(seconds < 60 ? seconds : Math.ceil(seconds / 60) * 60)
