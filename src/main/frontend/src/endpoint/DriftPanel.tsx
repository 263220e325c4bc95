import { useDriftOf } from '../api/endpoints'
import type { Endpoint } from '../api/types'
import { DriftFindings } from '../drift/DriftFindings'
import { lookOf } from '../drift/look'
import { Loaded } from '../shared/Loaded'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { Chip } from '../shared/StateChip'

/** Whether AWS is still as the release says. */
export function DriftPanel({ endpoint }: { endpoint: Endpoint }) {
  const drift = useDriftOf(endpoint.name)
  const look = drift.data === undefined ? undefined : lookOf(drift.data)
  return (
    <Panel title="Drift" aside={look !== undefined && <Chip tone={look.tone}>{look.text}</Chip>}>
      <Loaded query={drift} loading={<Skeletons rows={1} height={44} />}>
        {(found) => (
          <DriftFindings
            drift={found}
            model={endpoint.model}
            version={endpoint.current_release?.model_version}
          />
        )}
      </Loaded>
    </Panel>
  )
}
