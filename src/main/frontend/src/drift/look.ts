import type { Drift, DriftState } from '../api/types'
import type { Tone } from '../shared/tones'

interface DriftLook {
  tone: Tone
  text: string
  /** What it means, in a sentence. */
  means: string
}

/** How each state of drift is shown. */
export const driftLook: Record<DriftState, DriftLook> = {
  IN_SYNC: { tone: 'good', text: 'In sync', means: 'AWS is as the release says.' },
  DRIFTED: {
    tone: 'warn',
    text: 'Drifted',
    means: 'Somebody or something changed AWS behind the record.',
  },
  GONE: { tone: 'bad', text: 'Gone from AWS', means: 'SageMaker knows no such endpoint any more.' },
  MOVING: { tone: 'moving', text: 'Moving', means: 'SageMaker is scaling or maintaining it.' },
  DEPLOYING: { tone: 'moving', text: 'Deploying', means: 'A deployment changes it; nothing is compared.' },
  UNANSWERED: {
    tone: 'quiet',
    text: 'Not looked at',
    means: 'AWS did not answer, or nobody has looked yet.',
  },
}

/** Whether a person should look. */
export const wantsALook = (drift: Pick<Drift, 'state'>) => drift.state === 'DRIFTED' || drift.state === 'GONE'

const URGENCY: readonly DriftState[] = ['GONE', 'DRIFTED', 'UNANSWERED', 'DEPLOYING', 'MOVING', 'IN_SYNC']

/** What wants a look comes first; then by name. */
export const byUrgency = (all: readonly Drift[]) =>
  all.toSorted(
    (one, other) =>
      URGENCY.indexOf(one.state) - URGENCY.indexOf(other.state) || one.endpoint.localeCompare(other.endpoint),
  )
