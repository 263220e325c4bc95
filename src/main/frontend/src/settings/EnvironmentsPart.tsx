import { Anchor, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconStack2 } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useEnvironments } from '../api/board'
import { useMe } from '../api/session'
import type { Environment } from '../api/types'
import { routes } from '../routes'
import { whyNotMay } from '../session/may'
import { Loaded } from '../shared/Loaded'
import { Message } from '../shared/Message'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { WhyNot } from '../shared/WhyNot'
import { When } from '../time/When'
import { NewEnvironment } from './NewEnvironment'
import classes from './Settings.module.css'

/** The environments, each with where it is and what it asks for. */
export function EnvironmentsPart() {
  const environments = useEnvironments()
  const refusal = whyNotMay(useMe().data, 'ADMIN', '*')
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Loaded
        query={environments}
        loading={<Skeletons rows={3} height={64} />}
        empty={{
          when: (all) => all.length === 0,
          show: (
            <Message
              icon={IconStack2}
              title="No environments yet"
              action={
                <WhyNot reason={refusal} onClick={open}>
                  Make one
                </WhyNot>
              }
            >
              An environment says where models run and under which rules; promotions go from one to the next.
            </Message>
          ),
        }}
      >
        {(all) => (
          <Panel
            title="Environments"
            aside={
              <WhyNot
                size="xs"
                variant="default"
                reason={refusal}
                leftSection={<IconPlus size={14} aria-hidden />}
                onClick={open}
              >
                New
              </WhyNot>
            }
          >
            <ul className={classes.rows}>
              {all.map((environment) => (
                <li key={environment.id} className={classes.row}>
                  <div>
                    <Anchor
                      component={Link}
                      to={`${routes.settings}/environments/${environment.name}`}
                      fw={650}
                    >
                      {environment.name}
                    </Anchor>
                    <Text size="sm" c="dimmed">
                      {inShort(environment)}
                    </Text>
                  </div>
                  <Text size="sm" c="dimmed" component="div">
                    Revision {environment.revision}, <When at={environment.updated_at} />
                  </Text>
                </li>
              ))}
            </ul>
          </Panel>
        )}
      </Loaded>
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
