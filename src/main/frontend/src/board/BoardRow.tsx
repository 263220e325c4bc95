import { memo } from 'react'
import { useVersions } from '../api/board'
import type { Deployment, Drift, Environment } from '../api/types'
import classes from './Board.module.css'
import { Cell } from './Cell'
import { type Row, standing } from './rows'

interface BoardRowProps {
  row: Row
  index: number
  environments: readonly Environment[]
  latest: ReadonlyMap<string, Deployment[]>
  drifted: ReadonlyMap<string, Drift>
  looksAtAws: boolean
  asksForOlder: boolean
  measure: (element: HTMLElement | null) => void
}

/** One model in every environment. */
export const BoardRow = memo(function BoardRow({
  row,
  index,
  environments,
  latest,
  drifted,
  looksAtAws,
  asksForOlder,
  measure,
}: BoardRowProps) {
  const versions = useVersions(row.model.name).data
  const liveIn = (environment: string | undefined) =>
    environment === undefined
      ? undefined
      : { live: row.endpoints.get(environment)?.current_release?.model_version }
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2}>
      <th scope="row">
        <span className={classes.model}>{row.model.name}</span>
        <span className={classes.description}>{row.model.description}</span>
      </th>
      {environments.map((environment, column) => {
        const endpoint = row.endpoints.get(environment.name)
        return (
          <td key={environment.name} data-cell={`${index},${column}`} data-environment={environment.name}>
            <Cell
              model={row.model.name}
              environment={environment.name}
              endpoint={endpoint}
              deployments={endpoint === undefined ? undefined : latest.get(endpoint.name)}
              drift={endpoint === undefined ? undefined : drifted.get(endpoint.name)}
              looksAtAws={looksAtAws}
              asksForOlder={asksForOlder}
              standing={standing(
                versions ?? [],
                endpoint?.current_release?.model_version,
                liveIn(environment.profile.predecessor),
              )}
            />
          </td>
        )
      })}
    </tr>
  )
})
