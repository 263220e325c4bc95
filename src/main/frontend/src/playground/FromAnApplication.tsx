import { Anchor, Code, Group, Stack, Text } from '@mantine/core'
import { Link } from 'react-router'
import { useEnvironments } from '../api/board'
import { useSession } from '../api/session'
import type { Endpoint } from '../api/types'
import { routes } from '../routes'
import { CopyButton } from '../shared/CopyButton'
import { Panel } from '../shared/Panel'
import type { Payload } from './payload'
import { asBoto3, asCurl } from './snippets'

/** Stands where the address belongs when the service does not know it. */
const SOMEWHERE = 'https://predict.example.com'

interface FromAnApplicationProps {
  endpoint: Endpoint
  contentType: string
  /** Undefined while it is not there. */
  payload: Payload | undefined
}

/** The same prediction as applications ask for it, to be copied. */
export function FromAnApplication({ endpoint, contentType, payload }: FromAnApplicationProps) {
  const session = useSession().data
  const environments = useEnvironments().data ?? []
  const home = environments.find((one) => one.name === endpoint.environment)
  const proxy = session?.proxy_url ?? SOMEWHERE
  const call = {
    environment: endpoint.environment,
    region: home?.profile.location.region ?? 'us-east-1',
    model: endpoint.model,
    endpoint: endpoint.name,
    contentType,
    payload: payload ?? { text: '' },
  }
  const whyNot = payload === undefined ? 'The sample has not been loaded.' : undefined
  return (
    <Panel title="From an application">
      <Stack gap="sm">
        <Text size="sm">
          Applications ask the prediction proxy at <Code>{proxy}</Code>.
          {session !== undefined &&
            session.proxy_url === undefined &&
            ' That is an example: this service does not know where its proxy is reached, which slipway.proxy.url says.'}
        </Text>
        <Group gap="xs">
          <CopyButton value={asCurl(call, proxy)} whyNot={whyNot}>
            Copy as curl
          </CopyButton>
          <CopyButton value={asBoto3(call, proxy)} whyNot={whyNot}>
            Copy as boto3
          </CopyButton>
        </Group>
        <Text size="sm" c="dimmed">
          curl takes a token, boto3 an access key, each of a{' '}
          <Anchor component={Link} to={`${routes.settings}/accounts`} size="sm" underline="always">
            service account
          </Anchor>{' '}
          with the role invoker.
        </Text>
      </Stack>
    </Panel>
  )
}
