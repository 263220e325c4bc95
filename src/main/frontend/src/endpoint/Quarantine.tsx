import { Anchor, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link } from 'react-router'
import { useLiftQuarantine } from '../api/endpoints'
import { useMe } from '../api/session'
import type { Endpoint, Release } from '../api/types'
import { routes } from '../routes'
import { ReasonDialog } from '../shared/ReasonDialog'
import { WhyNot } from '../shared/WhyNot'
import { whyNotLift } from './can'

const CAUSES: Record<NonNullable<Release['quarantine']>['cause'], string> = {
  ALARM: 'An alarm fired',
  JUDGE: 'The judge found it worse',
  SMOKE_TEST: 'It answered samples wrongly',
  PERSON: 'Somebody took it back',
}

/** Why a release is not promoted again, and the way to allow it. */
export function Quarantine({ endpoint, release }: { endpoint: Endpoint; release: Release }) {
  const me = useMe().data
  const [opened, { open, close }] = useDisclosure()
  const lift = useLiftQuarantine(endpoint.name, release.number)
  const { quarantine } = release
  if (quarantine === undefined) return null
  return (
    <>
      <Text size="sm" mt={4} style={{ overflowWrap: 'anywhere' }}>
        {CAUSES[quarantine.cause]}: {quarantine.reason}{' '}
        <Anchor component={Link} to={routes.deployment(quarantine.deployment)} underline="always" size="sm">
          See how it went
        </Anchor>
      </Text>
      <WhyNot mt={6} size="compact-xs" variant="default" reason={whyNotLift(endpoint, me)} onClick={open}>
        Lift the quarantine
      </WhyNot>
      <ReasonDialog
        title={`Let ${release.model_version} be promoted again`}
        opened={opened}
        close={close}
        act={(reason) => lift.mutate(reason, { onSuccess: close })}
        action="Lift it"
        busy={lift.isPending}
        error={lift.error}
      >
        <Text>
          Every release of {release.model_version} on this endpoint may be promoted and restored again.
          Nothing is deployed by this.
        </Text>
      </ReasonDialog>
    </>
  )
}
