import { Anchor, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { useMe } from '../api/session'
import type { Endpoint } from '../api/types'
import { routes } from '../routes'
import { whyNotMay } from '../session/may'
import { Facts } from '../shared/Facts'
import { flatten, inWords } from '../shared/flatten'
import { Panel } from '../shared/Panel'
import { WhyNot } from '../shared/WhyNot'
import { EditOverrides } from './EditOverrides'

/** What is set for this endpoint alone; everything else is as its environment says. */
export function SettingsPanel({ endpoint }: { endpoint: Endpoint }) {
  const me = useMe().data
  // As it was when somebody began, whatever comes meanwhile: what they type is a change of that.
  const [editing, setEditing] = useState<Endpoint>()
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
    <Panel
      title="Settings"
      aside={
        <WhyNot
          size="xs"
          variant="default"
          reason={whyNotMay(me, 'DEPLOYER', endpoint.environment)}
          onClick={() => setEditing(endpoint)}
        >
          Change
        </WhyNot>
      }
    >
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
      {editing !== undefined && <EditOverrides seen={editing} close={() => setEditing(undefined)} />}
    </Panel>
  )
}
