import { Anchor, Group, Text, Title } from '@mantine/core'
import { Link, useNavigate, useParams } from 'react-router'
import { useRevisions } from '../api/environments'
import { useMe } from '../api/session'
import type { EnvironmentRevision } from '../api/types'
import { routes } from '../routes'
import { whyNotMay } from '../session/may'
import { Loaded } from '../shared/Loaded'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { WhyNot } from '../shared/WhyNot'
import { ProfileFacts } from './profile/ProfileFacts'
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
  const go = useNavigate()
  const refusal = whyNotMay(useMe().data, 'ADMIN', environment)
  return (
    <>
      <Group justify="space-between">
        <Title order={2}>
          {environment}
          <Text component="span" c="dimmed" ml="sm">
            revision {latest?.revision}
          </Text>
        </Title>
        <WhyNot
          size="xs"
          variant="default"
          reason={refusal}
          onClick={() => void go(`${routes.settings}/environments/${environment}/change`)}
        >
          Change
        </WhyNot>
      </Group>
      {latest !== undefined && <ProfileFacts profile={latest.profile} />}
      {revisions.length > 1 ? (
        <RevisionDiff revisions={revisions} />
      ) : (
        <Panel title="Revisions">
          <Text size="sm" c="dimmed">
            There is one: nothing was changed since the environment was made.
          </Text>
        </Panel>
      )}
    </>
  )
}
