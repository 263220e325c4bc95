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
  DEPLOYING: {
    tone: 'moving',
    text: 'Deploying',
    means: 'A deployment changes it, or just has; it is compared afterwards.',
  },
  UNANSWERED: {
    tone: 'quiet',
    text: 'Not looked at',
    means: 'AWS did not answer, or nobody has looked yet.',
  },
}

type Standing = Pick<Drift, 'state' | 'differences'>

/** Known before AWS stopped answering; a look that was not possible takes nothing back. */
const KNOWN_BEFORE: DriftLook = {
  tone: 'warn',
  text: 'Drifted',
  means: 'AWS was not as the release says when it last answered; it does not answer now.',
}

/** Whether AWS is known to be otherwise, and not because something changes it right now. */
export const differs = ({ state, differences }: Standing) =>
  state === 'DRIFTED' ||
  state === 'GONE' ||
  (differences.length > 0 && state !== 'DEPLOYING' && state !== 'MOVING')

/** How one endpoint's drift is shown. */
export const lookOf = (drift: Standing) =>
  drift.state === 'UNANSWERED' && differs(drift) ? KNOWN_BEFORE : driftLook[drift.state]

/** Whether a person should look: at what differs, and at what nobody could compare. */
export const wantsALook = (drift: Standing) => differs(drift) || drift.state === 'UNANSWERED'

const URGENCY: readonly DriftState[] = ['GONE', 'DRIFTED', 'UNANSWERED', 'DEPLOYING', 'MOVING', 'IN_SYNC']

/** What is known to have drifted is as urgent, whether or not AWS answered since. */
const urgency = (drift: Standing) => URGENCY.indexOf(lookOf(drift) === KNOWN_BEFORE ? 'DRIFTED' : drift.state)

/** What wants a look comes first; then by name. */
export const byUrgency = (all: readonly Drift[]) =>
  all.toSorted((one, other) => urgency(one) - urgency(other) || one.endpoint.localeCompare(other.endpoint))
