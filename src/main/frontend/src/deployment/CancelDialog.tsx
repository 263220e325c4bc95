import { useCancelDeployment } from '../api/deployments'
import type { Deployment } from '../api/types'
import { ReasonDialog } from '../shared/ReasonDialog'
import { WhatChanges } from '../shared/WhatChanges'

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
  const serving = deployment.fleets.length > 0
  const first = deployment.previous_release === undefined
  return (
    <ReasonDialog
      title={`Take ${to} back`}
      opened={opened}
      close={close}
      act={(reason) => cancel.mutate(reason, { onSuccess: close })}
      action="Take it back"
      danger
      busy={cancel.isPending}
      error={cancel.error}
    >
      <WhatChanges
        changes={
          serving && first
            ? [`The endpoint is taken down with ${to}: nothing was live before it.`]
            : serving
              ? [
                  `All traffic goes to ${from} again, within a minute of AWS time.`,
                  `The fleet of ${to} is taken down.`,
                  `${to} is quarantined here until somebody lifts that.`,
                ]
              : [
                  deployment.kind === 'ADOPT'
                    ? 'The endpoint stays its owner’s, as it is; Slipway only looks at it.'
                    : `What was made for ${to} so far is deleted.`,
                ]
        }
        stays={[
          ...(first ? [] : [`${from} serves all the time; no request is lost.`]),
          'The version stays registered, for other environments too.',
          'The record keeps this attempt and your reason.',
        ]}
      />
    </ReasonDialog>
  )
}
