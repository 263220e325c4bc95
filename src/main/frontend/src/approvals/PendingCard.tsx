import { Text } from '@mantine/core'
import type { Promotion } from '../api/types'
import { Gates } from '../plan/Gates'
import { Panel } from '../shared/Panel'
import { Chip } from '../shared/StateChip'
import classes from './Approvals.module.css'
import { AskedFor } from './AskedFor'
import { DecisionList } from './DecisionList'
import { Decisions } from './Decisions'
import type { Deed } from './deed'
import { PlanOf } from './PlanOf'
import { PutOff } from './PutOff'
import { TakesBack } from './TakesBack'

/** One promotion that waits: who wants what and why, what it waits for, what can be decided. */
export function PendingCard({ promotion, ask }: { promotion: Promotion; ask: (deed: Deed) => void }) {
  return (
    <Panel>
      <div className={classes.card}>
        <div className={classes.what}>
          <h2 className={classes.title}>
            {promotion.model} {promotion.version} to {promotion.to}
            <Chip tone="waiting">Waits</Chip>
          </h2>
          <AskedFor promotion={promotion} />
          {promotion.decisions.length > 0 && <DecisionList decisions={promotion.decisions} />}
        </div>
        <div>
          <Text fw={650} size="sm" mb="xs">
            What it waits for
          </Text>
          <Gates gates={promotion.gates} />
          {promotion.supersede && <TakesBack update={promotion.may_supersede} />}
          <PutOff promotion={promotion} />
        </div>
      </div>
      <PlanOf promotion={promotion.id} />
      <Decisions promotion={promotion} ask={ask} />
    </Panel>
  )
}
