import { IconCheck, IconHammer, IconRosetteDiscountCheck, IconX } from '@tabler/icons-react'
import { useMe } from '../api/session'
import type { Promotion } from '../api/types'
import { WhyNot } from '../shared/WhyNot'
import classes from './Approvals.module.css'
import { waitsForItsVersion } from './can'
import { type Deed, whyNot } from './deed'

interface DecisionsProps {
  promotion: Promotion
  ask: (deed: Deed) => void
}

/** What can be decided about a promotion; what cannot says why. */
export function Decisions({ promotion, ask }: DecisionsProps) {
  const me = useMe().data
  const button = (deed: Deed) => ({ reason: whyNot[deed](promotion, me), onClick: () => ask(deed) })
  return (
    <div className={classes.foot}>
      <WhyNot {...button('approve')} leftSection={<IconCheck size={16} aria-hidden />}>
        Approve
      </WhyNot>
      <WhyNot {...button('reject')} variant="default" leftSection={<IconX size={16} aria-hidden />}>
        Reject
      </WhyNot>
      {waitsForItsVersion(promotion) && (
        <WhyNot
          {...button('approve-version')}
          variant="default"
          leftSection={<IconRosetteDiscountCheck size={16} aria-hidden />}
        >
          Approve the version
        </WhyNot>
      )}
      <WhyNot {...button('cancel')} variant="subtle">
        Call it off
      </WhyNot>
      {whyNot['break-glass'](promotion, me) === undefined && (
        <WhyNot
          {...button('break-glass')}
          variant="subtle"
          color="var(--sw-bad)"
          ml="auto"
          leftSection={<IconHammer size={16} aria-hidden />}
        >
          Break the glass
        </WhyNot>
      )}
    </div>
  )
}
