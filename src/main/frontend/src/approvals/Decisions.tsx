import { Text } from '@mantine/core'
import { IconCheck, IconHammer, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { type DecisionKind, useDecide } from '../api/promotions'
import { useMe } from '../api/session'
import type { Promotion } from '../api/types'
import { ReasonDialog } from '../shared/ReasonDialog'
import { WhyNot } from '../shared/WhyNot'
import classes from './Approvals.module.css'
import { ApproveVersion } from './ApproveVersion'
import { waitsForItsVersion, whyNotApprove, whyNotBreakGlass, whyNotCallOff, whyNotReject } from './can'

/** What can be decided about a promotion; what cannot says why. */
export function Decisions({ promotion }: { promotion: Promotion }) {
  const me = useMe().data
  const decide = useDecide(promotion)
  const [asked, setAsked] = useState<DecisionKind>()
  const close = () => {
    setAsked(undefined)
    decide.reset()
  }
  const name = `${promotion.version} to ${promotion.to}`
  const texts: Record<DecisionKind, { title: string; action: string; danger: boolean; body: string }> = {
    approve: {
      title: `Approve ${name}`,
      action: 'Approve',
      danger: false,
      body: 'You agree to the plan. When no gate is closed any more, the deployment begins by itself.',
    },
    reject: {
      title: `Reject ${name}`,
      action: 'Reject it',
      danger: true,
      body: 'It is refused for good. Nothing was changed in AWS; it can be promoted again.',
    },
    cancel: {
      title: `Call ${name} off`,
      action: 'Call it off',
      danger: false,
      body: 'It stops waiting. Nothing was changed in AWS; it can be promoted again.',
    },
    'break-glass': {
      title: `Break the glass for ${name}`,
      action: 'Deploy past the gates',
      danger: true,
      body: 'Every gate that is not open is passed over and the deployment begins at once. The record keeps for good who did it, why, and what each gate said.',
    },
  }
  const text = texts[asked ?? 'approve']
  return (
    <div className={classes.foot}>
      <WhyNot
        reason={whyNotApprove(promotion, me)}
        leftSection={<IconCheck size={16} aria-hidden />}
        onClick={() => setAsked('approve')}
      >
        Approve
      </WhyNot>
      <WhyNot
        variant="default"
        reason={whyNotReject(promotion, me)}
        leftSection={<IconX size={16} aria-hidden />}
        onClick={() => setAsked('reject')}
      >
        Reject
      </WhyNot>
      {waitsForItsVersion(promotion) && <ApproveVersion promotion={promotion} />}
      <WhyNot variant="subtle" reason={whyNotCallOff(promotion, me)} onClick={() => setAsked('cancel')}>
        Call it off
      </WhyNot>
      {whyNotBreakGlass(promotion, me) === undefined && (
        <WhyNot
          variant="subtle"
          color="var(--sw-bad)"
          ml="auto"
          reason={undefined}
          leftSection={<IconHammer size={16} aria-hidden />}
          onClick={() => setAsked('break-glass')}
        >
          Break the glass
        </WhyNot>
      )}
      <ReasonDialog
        key={asked ?? 'none'}
        title={text.title}
        opened={asked !== undefined}
        close={close}
        act={(reason) => asked !== undefined && decide.mutate({ kind: asked, reason }, { onSuccess: close })}
        action={text.action}
        danger={text.danger}
        busy={decide.isPending}
        error={decide.error}
      >
        <Text>{text.body}</Text>
      </ReasonDialog>
    </div>
  )
}
