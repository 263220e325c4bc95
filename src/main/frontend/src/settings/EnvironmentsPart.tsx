import { Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconStack2 } from '@tabler/icons-react'
import { useEnvironments } from '../api/board'
import { useMe } from '../api/session'
import type { Environment } from '../api/types'
import { whyNotMay } from '../session/may'
import { When } from '../time/When'
import { NamedList } from './NamedList'
import { NewEnvironment } from './NewEnvironment'

/** The environments, each with where it is and what it asks for. */
export function EnvironmentsPart() {
  const environments = useEnvironments()
  const refusal = whyNotMay(useMe().data, 'ADMIN', '*')
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <NamedList
        title="Environments"
        query={environments}
        folder="environments"
        none={{
          icon: IconStack2,
          title: 'No environments yet',
          children:
            'An environment says where models run and under which rules; promotions go from one to the next.',
          make: 'Make one',
        }}
        height={64}
        make={open}
        whyNot={refusal}
        row={(environment) => ({
          beneath: (
            <Text size="sm" c="dimmed">
              {inShort(environment)}
            </Text>
          ),
          end: (
            <Text size="sm" c="dimmed" component="div">
              Revision {environment.revision}, <When at={environment.updated_at} />
            </Text>
          ),
        })}
      />
      {opened && <NewEnvironment opened close={close} />}
    </>
  )
}

function inShort({ profile }: Environment): string {
  const { location, predecessor, rollout, gates } = profile
  const approvals = gates?.approvals ?? 0
  return [
    `${location.account_id} in ${location.region}`,
    predecessor === undefined ? undefined : `after ${predecessor}`,
    rollout.strategy?.toLowerCase().replaceAll('_', ' '),
    approvals > 0 ? `${approvals} ${approvals === 1 ? 'approval' : 'approvals'}` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' · ')
}
