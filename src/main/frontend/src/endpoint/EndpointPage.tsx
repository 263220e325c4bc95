import { Alert, Anchor, Button, Grid, Group, Stack } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { Link, useParams } from 'react-router'
import { useEndpoint } from '../api/endpoints'
import type { Endpoint } from '../api/types'
import { routes } from '../routes'
import { Loaded } from '../shared/Loaded'
import { Page } from '../shared/Page'
import { Skeletons } from '../shared/Skeletons'
import { Chip } from '../shared/StateChip'
import { Unsettled } from '../shared/Unsettled'
import { DriftPanel } from './DriftPanel'
import { LivePanel } from './LivePanel'
import { Measurements } from './Measurements'
import { Metrics } from './Metrics'
import { Releases } from './Releases'
import { Retire } from './Retire'
import { SettingsPanel } from './SettingsPanel'
import { UsagePanel } from './UsagePanel'

/** One model in one environment: how it does, what it served, what it costs. */
export default function EndpointPage() {
  const { endpoint: name = '' } = useParams()
  const found = useEndpoint(name)
  return (
    <Page
      title={name}
      heading={
        <Group gap="sm">
          <span>{name}</span>
          {found.data !== undefined && <Standing endpoint={found.data} />}
        </Group>
      }
      lead={found.data === undefined ? NO_LEAD_YET : <Lead endpoint={found.data} />}
      actions={
        !(found.isError && found.data === undefined) && (
          <Group gap="sm">
            {found.data !== undefined && <Retire key={name} endpoint={found.data} />}
            <Button
              variant="default"
              component={Link}
              to={`${routes.playground}?endpoint=${name}`}
              leftSection={<IconPlayerPlay size={16} aria-hidden />}
            >
              Try it
            </Button>
          </Group>
        )
      }
    >
      <Loaded query={found} loading={<Skeletons rows={4} height={160} />}>
        {(shown) => <Shown key={shown.name} endpoint={shown} />}
      </Loaded>
    </Page>
  )
}

/** A line of its height, so that nothing moves when the lead comes. */
const NO_LEAD_YET = '\u00a0'

function Lead({ endpoint }: { endpoint: Endpoint }) {
  const live = endpoint.current_release
  return (
    <>
      <Anchor component={Link} to={`${routes.board}?model=${endpoint.model}`} underline="always">
        {endpoint.model}
      </Anchor>{' '}
      in {endpoint.environment}
      {live !== undefined && (
        <>
          : {live.model_version}
          {live.number !== undefined && `, release ${live.number}`}
        </>
      )}
    </>
  )
}

function Shown({ endpoint }: { endpoint: Endpoint }) {
  const live = endpoint.current_release
  return (
    <>
      {endpoint.active_deployment !== undefined && (
        <Alert variant="outline" color="var(--sw-moving)" title="A deployment is under way">
          <Anchor component={Link} to={routes.deployment(endpoint.active_deployment)} underline="always">
            Watch it
          </Anchor>
        </Alert>
      )}
      {endpoint.unsettled !== undefined && <Unsettled message={endpoint.unsettled.message} />}
      {live !== undefined && <Metrics endpoint={endpoint.name} />}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            <Releases endpoint={endpoint} />
            {!endpoint.retired && <DriftPanel endpoint={endpoint} />}
            <SettingsPanel endpoint={endpoint} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            {live !== undefined && <LivePanel endpoint={endpoint} />}
            <UsagePanel endpoint={endpoint} />
            <Measurements endpoint={endpoint} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  )
}

function Standing({ endpoint }: { endpoint: Endpoint }) {
  if (endpoint.retired) return <Chip tone="quiet">Retired</Chip>
  if (endpoint.active_deployment !== undefined) return <Chip tone="moving">Moving</Chip>
  if (endpoint.unsettled !== undefined) return <Chip tone="warn">Not settled</Chip>
  return endpoint.current_release === undefined ? (
    <Chip tone="quiet">Nothing live</Chip>
  ) : (
    <Chip tone="good">Live</Chip>
  )
}
