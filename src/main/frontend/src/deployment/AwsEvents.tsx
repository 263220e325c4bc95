import { Code, Table, Text } from '@mantine/core'
import { When } from '../time/When'
import classes from './Deployments.module.css'
import { type AwsCall, titleOfStep } from './steps'

/** Every call of AWS, with the id by which AWS's support finds it. */
export function AwsEvents({ calls }: { calls: readonly AwsCall[] }) {
  if (calls.length === 0) return <Text c="dimmed">AWS has not been asked for anything yet.</Text>
  return (
    <Table.ScrollContainer
      minWidth={640}
      maxHeight={420}
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
    >
      <Table stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>When</Table.Th>
            <Table.Th>Call</Table.Th>
            <Table.Th>Step</Table.Th>
            <Table.Th>Request id</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {calls.map((call) => (
            <Table.Tr key={call.requestId + call.operation}>
              <Table.Td className={classes.whole ?? ''}>
                <When at={call.at} printed />
              </Table.Td>
              <Table.Td>
                {call.service} {call.operation}
                {call.error !== undefined && (
                  <Text span c="var(--sw-warn)" size="sm">
                    {' '}
                    {call.error}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>{titleOfStep(call.step)}</Table.Td>
              <Table.Td className={classes.whole ?? ''}>
                <Code>{call.requestId}</Code>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
