import { Anchor, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconMapPinOff } from '@tabler/icons-react'
import { Link, useNavigate, useParams } from 'react-router'
import { useAccounts, useDisableAccount, useRetireAccount } from '../api/accounts'
import type { ServiceAccount } from '../api/types'
import { routes } from '../routes'
import { Facts } from '../shared/Facts'
import { Loaded } from '../shared/Loaded'
import { Message } from '../shared/Message'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { Chip } from '../shared/StateChip'
import { WhyNot } from '../shared/WhyNot'
import { WallWhen } from '../time/WallWhen'
import { AccessKeys } from './AccessKeys'
import { ConfirmDialog } from './ConfirmDialog'
import { Roles } from './Roles'
import { Tokens } from './Tokens'

/** One service account: what it may do, what it is known by, and the ways to shut it out. */
export function AccountPart() {
  const { account = '' } = useParams()
  const accounts = useAccounts()
  return (
    <>
      <Anchor component={Link} to={`${routes.settings}/accounts`} size="sm">
        All service accounts
      </Anchor>
      <Loaded query={accounts} loading={<Skeletons rows={2} height={160} />}>
        {(all) => {
          const found = all.find((one) => one.name === account)
          return found === undefined ? (
            <Message icon={IconMapPinOff} title="There is no such account">
              It may have been retired; the record still knows it.
            </Message>
          ) : (
            <Shown key={found.name} account={found} />
          )
        }}
      </Loaded>
    </>
  )
}

function Shown({ account }: { account: ServiceAccount }) {
  const go = useNavigate()
  const [retiring, { open, close }] = useDisclosure()
  const disable = useDisableAccount(account.name)
  const retire = useRetireAccount(account.name)
  return (
    <>
      <Panel
        title={account.name}
        aside={account.disabled ? <Chip tone="quiet">Shut out</Chip> : <Chip tone="good">Let in</Chip>}
      >
        {account.description !== '' && <Text mb="sm">{account.description}</Text>}
        <Facts
          facts={[
            ['Made by', account.created_by],
            ['Made', <WallWhen key="made" at={account.created_at} printed />],
          ]}
        />
        <Group mt="md" gap="sm">
          <WhyNot
            size="xs"
            variant="default"
            reason={undefined}
            loading={disable.isPending}
            onClick={() => disable.mutate(!account.disabled)}
          >
            {account.disabled ? 'Let it in again' : 'Shut it out'}
          </WhyNot>
          <WhyNot size="xs" variant="subtle" color="var(--sw-bad)" reason={undefined} onClick={open}>
            Retire
          </WhyNot>
        </Group>
        {disable.isError && (
          <Text size="sm" c="var(--sw-bad)" role="alert" mt="xs">
            {disable.error.message}
          </Text>
        )}
      </Panel>
      <Roles account={account} />
      <Tokens account={account.name} />
      <AccessKeys account={account.name} />
      <ConfirmDialog
        title={`Retire ${account.name}`}
        opened={retiring}
        close={close}
        act={() => retire.mutate(undefined, { onSuccess: () => void go(`${routes.settings}/accounts`) })}
        action="Retire it for good"
        busy={retire.isPending}
        error={retire.error}
      >
        Its tokens and access keys end at once and nothing brings them back. Its name stays taken, so that the
        record never means another by it.
      </ConfirmDialog>
    </>
  )
}
