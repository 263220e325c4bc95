import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { Me } from '../api/types'
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
    <Modal
      opened
      onClose={close}
      title={`You are still signed in as ${as.display_name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack>
        <Text>{whyRefused(refused)}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={signOut}>
            Sign out
          </Button>
          <Button onClick={close} data-autofocus>
            Go on as {as.display_name}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
