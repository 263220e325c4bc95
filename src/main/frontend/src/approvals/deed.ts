import type { DecisionKind } from '../api/promotions'
import type { Me, Promotion } from '../api/types'
import { whyNotApprove, whyNotApproveVersion, whyNotBreakGlass, whyNotCallOff, whyNotReject } from './can'

/** What somebody can be asked the reason of. */
export type Deed = DecisionKind | 'approve-version'

/** Why somebody cannot do it to a promotion; undefined when they can. */
export const whyNot: Record<Deed, (promotion: Promotion, me: Me | undefined) => string | undefined> = {
  approve: whyNotApprove,
  reject: whyNotReject,
  'approve-version': whyNotApproveVersion,
  cancel: whyNotCallOff,
  'break-glass': whyNotBreakGlass,
}

interface Words {
  title: string
  action: string
  danger: boolean
  body: string
}

/** What is said of each before it is done. */
export function wordsOf(deed: Deed, { model, version, to, outcome }: Promotion): Words {
  const name = `${version} to ${to}`
  switch (deed) {
    case 'approve':
      return {
        title: `Approve ${name}`,
        action: 'Approve',
        danger: false,
        body: 'You agree to the plan. When no gate is closed any more, the deployment begins by itself.',
      }
    case 'reject':
      return {
        title: `Reject ${name}`,
        action: 'Reject it',
        danger: true,
        body: 'It is refused for good. Nothing was changed in AWS; it can be promoted again.',
      }
    case 'approve-version':
      return {
        title: `Approve ${model} ${version}`,
        action: 'Approve the version',
        danger: false,
        body: 'It counts in every environment that asks for approved versions, until somebody withdraws it.',
      }
    case 'cancel':
      return {
        title: `Call ${name} off`,
        action: 'Call it off',
        danger: false,
        body:
          outcome === 'WAITING'
            ? 'It stops waiting, and nothing takes the place of the deployment before it, which is taken back all the same.'
            : 'It stops waiting. Nothing was changed in AWS; it can be promoted again.',
      }
    case 'break-glass':
      return {
        title: `Break the glass for ${name}`,
        action: 'Deploy past the gates',
        danger: true,
        body: 'Every gate that is not open is passed over and the deployment begins at once. The record keeps for good who did it, why, and what each gate said.',
      }
  }
}
