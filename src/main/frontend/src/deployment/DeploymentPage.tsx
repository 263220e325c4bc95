import { Grid, Group, Stack, Text } from '@mantine/core'
import { Link, useParams } from 'react-router'
import { useDeployment, useDeploymentEvents } from '../api/deployments'
import { useRelease } from '../api/releases'
import type { Deployment } from '../api/types'
import { Dock } from '../local/Dock'
import { routes } from '../routes'
import { LastLook } from '../shared/LastLook'
import { Loaded } from '../shared/Loaded'
import type { Look } from '../shared/look'
import { Page } from '../shared/Page'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { StateChip } from '../shared/StateChip'
import { When } from '../time/When'
import { Actions } from './Actions'
import { AwsEvents } from './AwsEvents'
import { Fleets } from './Fleets'
import { Outcome } from './Outcome'
import { RollbackAlarms } from './RollbackAlarms'
import { StepTimeline } from './StepTimeline'
import { titleOf } from './sentences'
import { awsCalls, stepsOf } from './steps'
import { Verdict } from './Verdict'

/** A deployment as it happens. */
export default function DeploymentPage() {
  const { id = '' } = useParams()
  const deployment = useDeployment(id)
  if (deployment.data !== undefined) return <Shown deployment={deployment.data} look={deployment} />
  return (
    <Page title="Deployment">
      <Loaded query={deployment} loading={<Skeletons rows={4} height={140} />}>
        {() => null}
      </Loaded>
    </Page>
  )
}

function Shown({ deployment, look }: { deployment: Deployment; look: Look<Deployment> }) {
  const events = useDeploymentEvents(deployment.id)
  const before = useRelease(deployment.endpoint, deployment.previous_release).data
  const coming = useRelease(deployment.endpoint, deployment.release).data
  const from = before?.model_version ?? nameOf(deployment.previous_release)
  const to = coming?.model_version ?? deployment.plan?.release.model_version ?? nameOf(deployment.release)
  const versionOf = (release: number | undefined) =>
    release === deployment.release ? to : release === deployment.previous_release ? from : undefined
  const judgement = deployment.judgements?.at(-1)
  const title = titleOf(deployment, from, to)
  return (
    <Page
      title={`${deployment.endpoint}: ${title}`}
      heading={
        <Group gap="sm">
          <span>{title}</span>
          <StateChip state={deployment.state} />
        </Group>
      }
      lead={
        <>
          <Link to={routes.endpoint(deployment.endpoint)}>{deployment.endpoint}</Link>, asked for by{' '}
          {deployment.requested_by} <When at={deployment.created_at} />: “{deployment.requested_reason}”
          {deployment.compensates !== undefined && (
            <>
              {' '}
              <Link to={routes.deployment(deployment.compensates)}>The deployment that it takes back</Link>
            </>
          )}
        </>
      }
    >
      {look.isError && <LastLook look={look} />}
      <Outcome deployment={deployment} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Panel title="Steps">
            <Loaded query={events} loading={<Skeletons rows={stepsOf(deployment, []).length} height={27} />}>
              {(record) => <StepTimeline steps={stepsOf(deployment, record)} />}
            </Loaded>
          </Panel>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            <Panel title="Traffic">
              <Fleets deployment={deployment} versionOf={versionOf} record={events.data} />
            </Panel>
            <Dock endpoint={deployment.endpoint} />
            <Panel title="Rollback alarms">
              <RollbackAlarms deployment={deployment} />
            </Panel>
            <Panel title="The judge's verdict">
              {judgement === undefined ? (
                <Text c="dimmed" size="sm">
                  The judge has not looked: it compares the fleets during the bake, where the environment has
                  one.
                </Text>
              ) : (
                <Verdict judgement={judgement} />
              )}
            </Panel>
          </Stack>
        </Grid.Col>
        <Grid.Col span={12}>
          <Panel title="What AWS was asked">
            <Loaded query={events} loading={<Skeletons rows={4} height={29} />}>
              {(record) => <AwsEvents calls={awsCalls(record)} />}
            </Loaded>
          </Panel>
        </Grid.Col>
      </Grid>
      <Actions deployment={deployment} from={from} to={to} />
    </Page>
  )
}

const nameOf = (release: number | undefined) => (release === undefined ? 'nothing' : `release ${release}`)
