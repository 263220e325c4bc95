import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import { routes } from '../routes'

/** What a promotion takes back as it begins: one update alone, or whichever runs then. */
export function TakesBack({ update }: { update: string | undefined }) {
  return (
    <Text size="sm" mt="sm">
      Where its gates open while an update runs, it takes{' '}
      {update === undefined ? (
        'that'
      ) : (
        <Anchor component={Link} to={routes.deployment(update)} size="sm" underline="always">
          this update
        </Anchor>
      )}{' '}
      back first{update !== undefined && ', and waits for the end of any other'}.
    </Text>
  )
}
