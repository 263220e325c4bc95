import { Anchor } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { Link, useParams } from 'react-router'
import { useEnvironments } from '../../api/board'
import { useEnvironment } from '../../api/environments'
import { useMe } from '../../api/session'
import { routes } from '../../routes'
import { whyNotMay } from '../../session/may'
import { Loaded } from '../../shared/Loaded'
import { Message } from '../../shared/Message'
import { Skeletons } from '../../shared/Skeletons'
import { EditProfile } from './EditProfile'

/** Where an environment's profile is changed, for those who may. */
export function EditEnvironment() {
  const { environment = '' } = useParams()
  const seen = useEnvironment(environment)
  const environments = useEnvironments().data ?? []
  const me = useMe().data
  // Nobody is known while a sign-in stands before the page, and what was typed waits for them behind it.
  const refusal = me === undefined ? undefined : whyNotMay(me, 'ADMIN', environment)
  return (
    <>
      <Anchor component={Link} to={`${routes.settings}/environments/${environment}`} size="sm">
        Back to {environment}
      </Anchor>
      {refusal === undefined ? (
        <Loaded query={seen} loading={<Skeletons rows={3} height={220} />}>
          {(latest) => (
            <EditProfile
              key={environment}
              latest={latest}
              environments={environments.map((one) => one.name).filter((name) => name !== environment)}
            />
          )}
        </Loaded>
      ) : (
        <Message icon={IconLock} title={`You may not change ${environment}`}>
          {refusal} Somebody who is an admin can grant it.
        </Message>
      )}
    </>
  )
}
