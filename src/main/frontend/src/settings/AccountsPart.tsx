import { Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconRobot } from '@tabler/icons-react'
import { useAccounts } from '../api/accounts'
import { useMe } from '../api/session'
import { whyNotMay } from '../session/may'
import { Chip } from '../shared/StateChip'
import { grantsInWords } from './grants'
import { NamedList } from './NamedList'
import { NewAccount } from './NewAccount'

/** Pipelines and applications that speak to Slipway. */
export function AccountsPart() {
  const accounts = useAccounts()
  const refusal = whyNotMay(useMe().data, 'ADMIN', '*')
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <NamedList
        title="Service accounts"
        query={accounts}
        folder="accounts"
        none={{
          icon: IconRobot,
          title: 'No service accounts yet',
          children: 'A pipeline or an application speaks to Slipway as one, with tokens of its own.',
          make: 'Make one',
        }}
        make={open}
        whyNot={refusal}
        row={(account) => ({
          beneath: (
            <>
              <Text size="sm" c="dimmed">
                {account.description}
              </Text>
              <Text size="sm">{grantsInWords(account.grants)}</Text>
            </>
          ),
          end: account.disabled ? <Chip tone="quiet">Shut out</Chip> : <Chip tone="good">Let in</Chip>,
        })}
      />
      <NewAccount opened={opened} close={close} />
    </>
  )
}
