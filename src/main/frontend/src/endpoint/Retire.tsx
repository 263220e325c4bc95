import { useDisclosure } from '@mantine/hooks'
import { IconTrash } from '@tabler/icons-react'
import { useActiveDeployment } from '../api/deployments'
import { useMe } from '../api/session'
import type { Endpoint } from '../api/types'
import { WhyNot } from '../shared/WhyNot'
import { whyNotRetire } from './can'
import { RetireDialog } from './RetireDialog'

/** The way to take an endpoint away. */
export function Retire({ endpoint }: { endpoint: Endpoint }) {
  const me = useMe().data
  const active = useActiveDeployment(endpoint).data
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <WhyNot
        variant="subtle"
        color="var(--sw-bad)"
        reason={whyNotRetire(endpoint, active?.state, me)}
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={open}
      >
        Retire
      </WhyNot>
      {opened && <RetireDialog endpoint={endpoint} close={close} />}
    </>
  )
}
