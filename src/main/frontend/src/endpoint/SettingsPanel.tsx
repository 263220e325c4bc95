import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Endpoint } from '../api/types'
import { routes } from '../routes'
import { Facts } from '../shared/Facts'
import { flatten, inWords } from '../shared/flatten'
import { Panel } from '../shared/Panel'

/** What is set for this endpoint alone; everything else is as its environment says. */
export function SettingsPanel({ endpoint }: { endpoint: Endpoint }) {
  const overrides = flatten(endpoint.overrides)
  const environment = (
    <Anchor
      component={Link}
      to={`${routes.settings}/environments/${endpoint.environment}`}
      underline="always"
      size="sm"
    >
      {endpoint.environment}
    </Anchor>
  )
  return (
    <Panel title="Settings">
      {overrides.length === 0 ? (
        <Text size="sm" c="dimmed">
          Everything is as {environment} says; nothing is set for this endpoint alone.
        </Text>
      ) : (
        <>
          <Text size="sm" c="dimmed" mb="sm">
            Set for this endpoint alone; the rest is as {environment} says. A change takes effect with the
            next deployment.
          </Text>
          <Facts facts={overrides.map((leaf) => [leaf.field, inWords(leaf.value)])} />
        </>
      )}
    </Panel>
  )
}
