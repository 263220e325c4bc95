import { Anchor, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconRobot } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useAccounts } from '../api/accounts'
import { useMe } from '../api/session'
import { routes } from '../routes'
import { whyNotMay } from '../session/may'
import { Loaded } from '../shared/Loaded'
import { Message } from '../shared/Message'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { Chip } from '../shared/StateChip'
import { WhyNot } from '../shared/WhyNot'
import { grantsInWords } from './grants'
import { NewAccount } from './NewAccount'
import classes from './Settings.module.css'

/** Pipelines and applications that speak to Slipway. */
export function AccountsPart() {
  const accounts = useAccounts()
  const refusal = whyNotMay(useMe().data, 'ADMIN', '*')
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Loaded
        query={accounts}
        loading={<Skeletons rows={3} height={56} />}
        empty={{
          when: (all) => all.length === 0,
          show: (
            <Message
              icon={IconRobot}
              title="No service accounts yet"
              action={
                <WhyNot reason={refusal} onClick={open}>
                  Make one
                </WhyNot>
              }
            >
              A pipeline or an application speaks to Slipway as one, with tokens of its own.
            </Message>
          ),
        }}
      >
        {(all) => (
          <Panel
            title="Service accounts"
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
              {all.map((account) => (
                <li key={account.id} className={classes.row}>
                  <div>
                    <Anchor component={Link} to={`${routes.settings}/accounts/${account.name}`} fw={650}>
                      {account.name}
                    </Anchor>
                    <Text size="sm" c="dimmed">
                      {account.description}
                    </Text>
                    <Text size="sm">{grantsInWords(account.grants)}</Text>
                  </div>
                  {account.disabled ? <Chip tone="quiet">Shut out</Chip> : <Chip tone="good">Let in</Chip>}
                </li>
              ))}
            </ul>
          </Panel>
        )}
      </Loaded>
      <NewAccount opened={opened} close={close} />
    </>
  )
}
