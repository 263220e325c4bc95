import { Button, Group, Stack, Text } from '@mantine/core'
import type { Me } from '../api/types'
import { Dialog } from '../shared/Dialog'
import { DidNotWork } from '../shared/DidNotWork'
import { whyRefused } from './refusedLink'
import { useSignOut } from './signOut'

interface StillSignedInProps {
  /** Who was in before the link was opened, and still is. */
  as: Me
  refused: Error
  close: () => void
}

/** Tells whoever opened a link that let nobody in as whom they act, before they do. */
export function StillSignedIn({ as, refused, close }: StillSignedInProps) {
  const signOut = useSignOut()
  return (
    <Dialog opened onClose={close} title={`You are still signed in as ${as.display_name}`}>
      <Stack>
        <Text>{whyRefused(refused)}</Text>
        {signOut.isError && <DidNotWork error={signOut.error} />}
        <Group justify="flex-end">
          <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
            Sign out
          </Button>
          <Button onClick={close} data-autofocus>
            Go on as {as.display_name}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
