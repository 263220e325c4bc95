import { Table } from '@mantine/core'
import { useState } from 'react'
import { absolute } from '../time/format'
import { type ChartOf, withUnit } from './lines'
import classes from './MetricChart.module.css'
import type { Row } from './rows'

/** The same figures as a chart's, to be read. It is made when it is first opened. */
export function MetricTable({ of, rows }: { of: ChartOf; rows: readonly Row[] }) {
  const [open, setOpen] = useState(false)
  return (
    <details className={classes.table} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{of.title} as a table</summary>
      {open &&
        (rows.length === 0 ? (
          <p>{of.nothing}</p>
        ) : (
          <Table.ScrollContainer
            minWidth={280}
            maxHeight={260}
            scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
          >
            <Table stickyHeader verticalSpacing={4}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>When</Table.Th>
                  {of.lines.map((line) => (
                    <Table.Th key={line.series} ta="right">
                      {line.label}
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.toReversed().map((row) => (
                  <Table.Tr key={row.at}>
                    <Table.Td>{absolute(new Date(row.at).toISOString())}</Table.Td>
                    {of.lines.map((line) => (
                      <Table.Td key={line.series} ta="right">
                        {withUnit(row[line.series], of.unit)}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        ))}
    </details>
  )
}
