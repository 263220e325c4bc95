import { Text } from '@mantine/core'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, memo, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Deployment, Drift, Environment } from '../api/types'
import { groupBy } from '../shared/groupBy'
import classes from './Board.module.css'
import { BoardRow } from './BoardRow'
import { moveBetweenCells } from './moveBetweenCells'
import type { Row } from './rows'

interface BoardTableProps {
  rows: readonly Row[]
  environments: readonly Environment[]
  /** The latest of all endpoints, newest first. */
  deployments: readonly Deployment[]
  drift: readonly Drift[]
}

/** How many endpoints a board may have so that AWS is asked about the alarms of those that rest. */
const FEW = 30

/** How many environments fit beside each other on a desk; more are scrolled sideways. */
const SIDE_BY_SIDE = 4

/** With so many deployments the list of the latest is full, and does not tell of every endpoint. */
const ALL_OF_A_PAGE = 200

/** Models by environments. Only the rows in sight exist, so a thousand are as quick as ten. */
export const BoardTable = memo(function BoardTable(props: BoardTableProps) {
  const { rows, environments, deployments, drift } = props
  const table = useRef<HTMLTableElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => setTop(table.current?.offsetTop ?? 0), [])
  const latest = useMemo(() => groupBy(deployments, (deployment) => deployment.endpoint), [deployments])
  const drifted = useMemo(() => new Map(drift.map((one) => [one.endpoint, one])), [drift])
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 112,
    overscan: 6,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.model.name ?? index,
  })
  const shown = virtual.getVirtualItems()
  const above = (shown[0]?.start ?? top) - top
  const below = virtual.getTotalSize() - ((shown.at(-1)?.end ?? top) - top)
  const few = rows.length * environments.length <= FEW
  return (
    <>
      <div
        className={classes.frame}
        style={{ '--environments': environments.length } as CSSProperties}
        {...(environments.length > SIDE_BY_SIDE ? { 'data-wide': true } : {})}
      >
        <table
          ref={table}
          className={classes.board}
          onKeyDown={moveBetweenCells}
          aria-rowcount={rows.length + 1}
          aria-label="Models by environment"
        >
          <thead>
            <tr>
              <th scope="col">Model</th>
              {environments.map((environment) => (
                <th scope="col" key={environment.name}>
                  {environment.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {above > 0 && <tr aria-hidden style={{ height: above }} />}
            {shown.map((item) => {
              const row = rows[item.index]
              return row === undefined ? null : (
                <BoardRow
                  key={item.key}
                  measure={virtual.measureElement}
                  index={item.index}
                  row={row}
                  environments={environments}
                  latest={latest}
                  drifted={drifted}
                  looksAtAws={few}
                  asksForOlder={deployments.length >= ALL_OF_A_PAGE}
                />
              )
            })}
            {below > 0 && <tr aria-hidden style={{ height: below }} />}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <Text c="dimmed">No model is called so.</Text>}
      <Text size="xs" c="dimmed" visibleFrom="sm">
        Arrow keys move between cells, Enter opens, P plans a promotion.
      </Text>
    </>
  )
})
