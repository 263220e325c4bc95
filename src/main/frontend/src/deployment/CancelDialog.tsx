import { useCancelDeployment } from '../api/deployments'
import type { Deployment } from '../api/types'
import { ReasonDialog } from '../shared/ReasonDialog'
import { WhatChanges } from '../shared/WhatChanges'
import { stoppable } from './lever'

interface CancelDialogProps {
  deployment: Deployment
  opened: boolean
  close: () => void
  from: string
  to: string
}

/** Stops a deployment that runs: the way back while the old fleet is still there. */
export function CancelDialog({ deployment, opened, close, from, to }: CancelDialogProps) {
  const cancel = useCancelDeployment(deployment)
  const first = deployment.previous_release === undefined
  return (
    <ReasonDialog
      title={deployment.kind === 'RETIRE' ? 'Do not take it down' : `Take ${to} back`}
      opened={opened}
      close={close}
      act={(reason) => cancel.mutate(reason, { onSuccess: close })}
      action={deployment.kind === 'RETIRE' ? 'Keep it' : 'Take it back'}
      danger
      busy={cancel.isPending}
      error={cancel.error}
    >
      <WhatChanges
        changes={changesOf(deployment, from, to)}
        stays={[
          ...(first ? [] : [servesOn(deployment, from)]),
          'The version stays registered, for other environments too.',
          'The record keeps this attempt and your reason.',
        ]}
      />
    </ReasonDialog>
  )
}

/** What stopping it does, by what it does and how far it is. */
function changesOf(deployment: Deployment, from: string, to: string): string[] {
  if (deployment.kind === 'RETIRE') return ['The endpoint stays as it is; nothing has been taken down.']
  if (deployment.kind === 'ADOPT')
    return ['The endpoint stays its owner’s, as it is; Slipway only looks at it.']
  // What goes back can only be kept from trying another type.
  if (deployment.state === 'ROLLING_BACK' || deployment.step === 'ANOTHER_TYPE')
    return [`No other instance type is tried for ${to}.`]
  const blame = takenBack(deployment, from)
  if (deployment.fleets.length === 0) return [`What was made for ${to} so far is deleted.`, ...blame]
  if (deployment.previous_release === undefined)
    return [`The endpoint is taken down with ${to}: nothing was live before it.`, ...blame]
  return [
    stoppable(deployment)
      ? `All traffic goes to ${from} again, within a minute of AWS time.`
      : `SageMaker ends what it has begun, which nothing can stop. Then ${from} is deployed again.`,
    `The fleet of ${to} is taken down.`,
    ...blame,
    ...(deployment.kind === 'PROMOTE' && deployment.release !== deployment.previous_release
      ? [`${to} is quarantined here until somebody lifts that.`]
      : []),
  ]
}

const servesOn = (deployment: Deployment, from: string) =>
  deployment.fleets.length === 0 || stoppable(deployment)
    ? `${from} serves all the time; no request is lost.`
    : 'No request is lost.'

/** A way back has quarantined the later release that it leaves; calling it off takes that back. */
const takenBack = ({ kind, release, previous_release }: Deployment, from: string) =>
  kind === 'ROLL_BACK' &&
  previous_release !== undefined &&
  release !== undefined &&
  previous_release > release
    ? [`The quarantine that going back put on ${from} is lifted.`]
    : []
