import { Anchor, Text } from '@mantine/core'
import { Link, useParams } from 'react-router'
import { useRevisions } from '../api/environments'
import type { EnvironmentRevision } from '../api/types'
import { routes } from '../routes'
import { Facts } from '../shared/Facts'
import { flatten, inWords } from '../shared/flatten'
import { Loaded } from '../shared/Loaded'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { RevisionDiff } from './RevisionDiff'

/** One environment: what its profile says now, and what it said before. */
export function EnvironmentPart() {
  const { environment = '' } = useParams()
  const revisions = useRevisions(environment)
  return (
    <>
      <Anchor component={Link} to={`${routes.settings}/environments`} size="sm">
        All environments
      </Anchor>
      <Loaded query={revisions} loading={<Skeletons rows={2} height={220} />}>
        {(all) => <Shown key={environment} environment={environment} revisions={all} />}
      </Loaded>
    </>
  )
}

function Shown({ environment, revisions }: { environment: string; revisions: EnvironmentRevision[] }) {
  const [latest] = revisions
  return (
    <>
      {revisions.length > 1 ? (
        <RevisionDiff revisions={revisions} />
      ) : (
        <Panel title="Revisions">
          <Text size="sm" c="dimmed">
            There is one: nothing was changed since the environment was made.
          </Text>
        </Panel>
      )}
      {latest !== undefined && (
        <Panel title={`${environment} now`}>
          <Facts facts={flatten(latest.profile).map((leaf) => [leaf.field, inWords(leaf.value)])} />
        </Panel>
      )}
    </>
  )
}
