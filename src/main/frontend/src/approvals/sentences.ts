import type { Promotion, PromotionDecision } from '../api/types'
import type { Tone } from '../shared/tones'

/** How each outcome is shown. */
export const outcomeLook: Record<Promotion['outcome'], { tone: Tone; text: string }> = {
  PENDING_APPROVAL: { tone: 'waiting', text: 'Waits for you or others' },
  WAITING: { tone: 'waiting', text: 'Waits its turn' },
  DEPLOYING: { tone: 'good', text: 'Begun' },
  NO_CHANGES: { tone: 'quiet', text: 'Nothing to change' },
  REFUSED: { tone: 'bad', text: 'Refused' },
  CANCELED: { tone: 'quiet', text: 'Called off' },
}

/** What somebody did, as the middle of a sentence. */
export function didWhat(decision: PromotionDecision): string {
  switch (decision.kind) {
    case 'APPROVED':
      return 'approved'
    case 'REJECTED':
      return 'rejected'
    case 'CHECK_PASSED':
      return `said that the check ${decision.check ?? ''} passed`
    case 'CHECK_FAILED':
      return `said that the check ${decision.check ?? ''} failed`
    case 'BREAK_GLASS':
      return 'broke the glass'
    case 'CANCELED':
      return 'called it off'
  }
}

const WAITS: readonly Promotion['outcome'][] = ['PENDING_APPROVAL', 'WAITING']

/** Those that wait no more and that somebody may look for: decided on, refused, or begun after a wait. */
export const decided = (all: readonly Promotion[]) =>
  all
    .filter((one) => !WAITS.includes(one.outcome))
    .filter((one) => one.decisions.length > 0 || one.outcome === 'REFUSED' || one.supersedes !== undefined)
    .slice(0, 10)
