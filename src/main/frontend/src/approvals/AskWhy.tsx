import { Text } from '@mantine/core'
import { useApproveVersion, useDecide, usePromotionNow } from '../api/promotions'
import { useMe } from '../api/session'
import type { Promotion } from '../api/types'
import { ReasonDialog } from '../shared/ReasonDialog'
import { type Deed, whyNot, wordsOf } from './deed'
import { Overtaken } from './Overtaken'

interface AskWhyProps {
  deed: Deed
  /** The promotion as it was when this was opened. */
  seen: Promotion
  close: () => void
}

/** Asks why, and does it. It stays with what was typed whatever becomes of the promotion meanwhile. */
export function AskWhy({ deed, seen, close }: AskWhyProps) {
  const me = useMe().data
  const now = usePromotionNow(seen)
  const decide = useDecide(seen)
  const approveVersion = useApproveVersion(seen.model, seen.version)
  const does = deed === 'approve-version' ? approveVersion : decide
  const act = (reason: string) =>
    deed === 'approve-version'
      ? approveVersion.mutate(reason, { onSuccess: close })
      : decide.mutate({ kind: deed, reason }, { onSuccess: close })
  const words = wordsOf(deed, seen)
  const cannot = now === undefined ? 'It waits no more.' : whyNot[deed](now, me)
  // What this person's own press has brought about is no news to them.
  const isOvertaken = (now?.outcome !== seen.outcome || cannot !== undefined) && !does.isPending
  return (
    <ReasonDialog
      title={words.title}
      opened
      close={close}
      act={act}
      action={words.action}
      danger={words.danger}
      busy={does.isPending}
      error={does.error}
      blocked={isOvertaken ? 'It is not as it was.' : undefined}
    >
      <Text>{words.body}</Text>
      {isOvertaken && <Overtaken seen={seen} now={now} cannot={cannot} wasSent={does.isError} />}
    </ReasonDialog>
  )
}
