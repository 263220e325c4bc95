import { Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowBackUp, IconPlayerPlay } from '@tabler/icons-react'
import { useEndpoints } from '../api/board'
import { useResumeDeployment } from '../api/deployments'
import { useMe } from '../api/session'
import type { Deployment, Endpoint } from '../api/types'
import { isOver } from '../api/types'
import { ActionBar } from '../shared/ActionBar'
import { ReasonDialog } from '../shared/ReasonDialog'
import { RestoreDialog } from '../shared/RestoreDialog'
import { WhyNot } from '../shared/WhyNot'
import { CancelDialog } from './CancelDialog'
import { whyNotCancel, whyNotRestore, whyNotResume } from './can'
import { now } from './sentences'
import { wayBackFrom } from './wayBack'

interface ActionsProps {
  deployment: Deployment
  from: string
  to: string
}

/** What can be done about a deployment; what cannot says why. */
export function Actions({ deployment, from, to }: ActionsProps) {
  const [canceling, cancel] = useDisclosure()
  const [restoring, restore] = useDisclosure()
  const [resuming, resume] = useDisclosure()
  const goOn = useResumeDeployment(deployment.id)
  const back = wayBackFrom(deployment, from, to)
  const stuck = deployment.state === 'NEEDS_ATTENTION'
  const endpoint = useEndpoints().data?.find((one) => one.name === deployment.endpoint)
  const hands = { me: useMe().data, endpoint }
  return (
    <ActionBar
      label="Actions"
      actions={
        <Group gap="sm">
          {stuck && (
            <WhyNot
              variant="default"
              reason={whyNotResume(deployment, hands)}
              leftSection={<IconPlayerPlay size={16} aria-hidden />}
              onClick={resume.open}
            >
              Go on
            </WhyNot>
          )}
          {isOver(deployment) || stuck ? (
            <WhyNot
              variant="default"
              reason={whyNotRestore(deployment, hands)}
              leftSection={<IconArrowBackUp size={16} aria-hidden />}
              onClick={restore.open}
            >
              {back.release === undefined ? 'Go back' : `Go back to ${back.name}`}
            </WhyNot>
          ) : (
            <WhyNot
              reason={whyNotCancel(deployment, hands)}
              leftSection={<IconArrowBackUp size={16} aria-hidden />}
              onClick={cancel.open}
            >
              Take it back
            </WhyNot>
          )}
        </Group>
      }
    >
      <span aria-live="polite">{now(deployment, from, to, endpoint)}</span>
      <CancelDialog deployment={deployment} opened={canceling} close={cancel.close} from={from} to={to} />
      <RestoreDialog
        endpoint={deployment.endpoint}
        release={back.release}
        opened={restoring}
        close={restore.close}
        from={whatServes(deployment, to, endpoint)}
        to={back.name}
      />
      <ReasonDialog
        title="Go on"
        opened={resuming}
        close={resume.close}
        act={(reason) => goOn.mutate(reason, { onSuccess: resume.close })}
        action="Go on"
        busy={goOn.isPending}
        error={goOn.error}
      >
        It looks again and goes on where it stood. What was left to a person to decide is accepted by this.
      </ReasonDialog>
    </ActionBar>
  )
}

/** What a way back takes the traffic from; undefined for nothing, and where nobody knows. */
function whatServes(deployment: Deployment, to: string, endpoint: Endpoint | undefined) {
  if (deployment.state === 'NEEDS_ATTENTION') return undefined
  return endpoint === undefined ? to : endpoint.current_release?.model_version
}
