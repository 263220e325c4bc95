import type { Change } from '../../shared/Diff'
import type { Document } from '../../shared/mergePatch'
import { at } from './draft'

const MOST_NAMES = 4

/** What counts from the moment of saving on; all else waits for a deployment. */
const AT_ONCE = ['gates', 'drift', 'auto_promotion', 'predecessor', 'keep_releases', 'forbid_load_tests']

/** What follows from changing a profile, before it is done. */
export function consequences(
  changes: readonly Change[],
  after: Document,
  endpoints: readonly { name: string }[],
): string[] {
  const touches = (part: string) =>
    changes.some(({ field }) => field === part || field.startsWith(`${part}.`))
  const found: string[] = []
  if (changes.some(({ field }) => !AT_ONCE.includes(field.split('.')[0] ?? ''))) found.push(follow(endpoints))
  if (touches('gates')) {
    found.push(
      at(after, 'gates') === undefined
        ? `Nothing is in the way of a promotion any more, also of those that wait now${stillInTheWay(after)}.`
        : 'Promotions that wait are judged by the new gates at once.',
    )
  }
  if (touches('predecessor')) {
    const before = at(after, 'predecessor')
    found.push(
      before === undefined
        ? 'Any version that somebody names can be promoted here.'
        : `Only what is live in ${before} can be promoted here.`,
    )
  }
  if (touches('auto_promotion')) {
    found.push(
      at(after, 'auto_promotion') === true
        ? `What goes live in ${at(after, 'predecessor') ?? 'its predecessor'} is taken from now on, once the gates are open.`
        : 'Versions come here only when somebody promotes them.',
    )
  }
  if (touches('drift')) {
    found.push(
      at(after, 'drift.repair') === 'DEPLOY'
        ? 'What drifts from now on is deployed anew without asking.'
        : 'What drifts is told and left as it is.',
    )
  }
  if (touches('keep_releases')) found.push('Older releases are let go when the next deployment ends.')
  if (touches('rollout.strategy') && at(after, 'rollout.strategy') === 'ALL_AT_ONCE') {
    found.push('All traffic moves at once: nothing is seen of a new version before it serves everybody.')
  }
  if (touches('judge') && at(after, 'judge') === undefined) {
    found.push('The two fleets are not compared any more; alarms alone take an update back.')
  }
  return found
}

/** What keeps promotions out that is none of the gates. */
function stillInTheWay(after: Document): string {
  const predecessor = at(after, 'predecessor')
  const ways = [
    ...(predecessor === undefined ? [] : [`its version is not live in ${predecessor}`]),
    ...(at(after, 'pin_images') === true ? ['its image has no fixed tag'] : []),
  ]
  return ways.length === 0 ? '' : `, unless ${ways.join(' or ')}`
}

function follow(endpoints: readonly { name: string }[]): string {
  const [only] = endpoints
  if (only === undefined) return 'There is no endpoint yet; the first deployment goes by it.'
  if (endpoints.length === 1) {
    return `${only.name} stays as it is until its next deployment, whose plan shows the difference first.`
  }
  const names = endpoints.slice(0, MOST_NAMES).map((one) => one.name)
  const more = endpoints.length - names.length
  const all = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
  return `${endpoints.length} endpoints stay as they are until their next deployment, whose plan shows the difference first: ${all}.`
}
