import { ActionIcon, Button, Group, Menu, Stack, Text } from '@mantine/core'
import { IconLogout, IconUser } from '@tabler/icons-react'
import { mayBeDone } from '../api/problem'
import { useMe } from '../api/session'
import { useSignOut } from '../session/signOut'
import { Dialog } from '../shared/Dialog'
import { DidNotWork } from '../shared/DidNotWork'

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const me = useMe().data
  const signOut = useSignOut()
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={`Account: ${me?.display_name ?? ''}`}>
            <IconUser size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <Text size="sm" fw={600} c="var(--sw-text)">
              {me?.display_name}
            </Text>
            {me?.grants.map((grant) => (
              <Text size="xs" key={`${grant.role} ${grant.environment}`}>
                {grant.role.toLowerCase()} in{' '}
                {grant.environment === '*' ? 'all environments' : grant.environment}
              </Text>
            ))}
          </Menu.Label>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => signOut.mutate()}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Dialog
        opened={signOut.isError}
        onClose={signOut.reset}
        title={
          signOut.isError && mayBeDone(signOut.error)
            ? 'You may still be signed in'
            : 'You are still signed in'
        }
      >
        <Stack>
          {signOut.isError && <DidNotWork error={signOut.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={signOut.reset}>
              Stay
            </Button>
            <Button onClick={() => signOut.mutate()} data-autofocus>
              Sign out
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  )
}
