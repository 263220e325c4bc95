import { useEndpoints } from '../api/board'
import { Panel } from '../shared/Panel'
import { useSimulator } from '../time/cloudNow'
import { SwitchBoard } from './SwitchBoard'

/** The switches of one endpoint where they are wanted: beside its deployment, in local mode. */
export function Dock({ endpoint }: { endpoint: string }) {
  const simulated = useSimulator().data?.running ?? false
  const found = useEndpoints().data?.find((one) => one.name === endpoint)
  if (!simulated || found === undefined) return null
  return (
    <Panel title="Simulator switches">
      <SwitchBoard endpoint={found} />
    </Panel>
  )
}
