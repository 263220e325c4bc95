import { Box, Table, Text } from '@mantine/core'
import { IconListDetails } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useRecentDeployments } from '../api/deployments'
import type { Deployment } from '../api/types'
import { routes } from '../routes'
import { Loaded } from '../shared/Loaded'
import { Message } from '../shared/Message'
import { Page } from '../shared/Page'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { StateChip } from '../shared/StateChip'
import { When } from '../time/When'
import classes from './Deployments.module.css'

const KINDS: Record<Deployment['kind'], string> = {
  PROMOTE: 'Promotion',
  ROLL_BACK: 'Going back',
  ADOPT: 'Take-over',
  RETIRE: 'Retirement',
}

/** The latest deployments of everything. */
export default function DeploymentsPage() {
  const deployments = useRecentDeployments()
  return (
    <Page title="Deployments" lead="The latest two hundred, newest first.">
      <Loaded
        query={deployments}
        loading={<Skeletons rows={6} height={44} />}
        empty={{
          when: (all) => all.length === 0,
          show: (
            <Message icon={IconListDetails} title="Nothing was deployed yet">
              <Link to={routes.board}>The board</Link> shows what can be promoted, and where to.
            </Message>
          ),
        }}
      >
        {(all) => (
          <Panel>
            <Table highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Endpoint</Table.Th>
                  <Table.Th visibleFrom="sm">What</Table.Th>
                  <Table.Th>State</Table.Th>
                  <Table.Th visibleFrom="sm">Why</Table.Th>
                  <Table.Th visibleFrom="sm">Asked for</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {all.map((one) => (
                  <Row key={one.id} of={one} />
                ))}
              </Table.Tbody>
            </Table>
          </Panel>
        )}
      </Loaded>
    </Page>
  )
}

/** On a phone what does not fit beside the endpoint's name stands below it. */
function Row({ of: one }: { of: Deployment }) {
  const what = KINDS[one.kind] + (one.release === undefined ? '' : ` of release ${one.release}`)
  return (
    <Table.Tr>
      <Table.Td className={classes.named ?? ''}>
        <Link to={routes.deployment(one.id)}>{one.endpoint}</Link>
        <Text size="sm" hiddenFrom="sm" className={classes.reason ?? ''}>
          {what}
          {one.requested_reason !== undefined && `: ${one.requested_reason}`}
        </Text>
        <Box hiddenFrom="sm">
          <When at={one.created_at} />
        </Box>
      </Table.Td>
      <Table.Td visibleFrom="sm">{what}</Table.Td>
      <Table.Td>
        <StateChip state={one.state} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Text size="sm" lineClamp={2} className={classes.reason ?? ''}>
          {one.requested_reason}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm" className={classes.timed ?? ''}>
        <When at={one.created_at} printed />
      </Table.Td>
    </Table.Tr>
  )
}
