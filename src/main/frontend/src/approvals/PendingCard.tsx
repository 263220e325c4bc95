import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Promotion } from '../api/types'
import { Gates } from '../plan/Gates'
import { routes } from '../routes'
import { Panel } from '../shared/Panel'
import { Chip } from '../shared/StateChip'
import { useCloudNow } from '../time/cloudNow'
import { coarse } from '../time/format'
import { When } from '../time/When'
import classes from './Approvals.module.css'
import { DecisionList } from './DecisionList'
import { Decisions } from './Decisions'
import { PlanOf } from './PlanOf'

/** One promotion that waits: who wants what and why, what it waits for, what can be decided. */
export function PendingCard({ promotion }: { promotion: Promotion }) {
  return (
    <Panel>
      <div className={classes.card}>
        <div className={classes.what}>
          <h2 className={classes.title}>
            {promotion.model} {promotion.version} to {promotion.to}
            <Chip tone="waiting">Waits</Chip>
          </h2>
          <Text size="sm" c="dimmed" component="div" mt={4}>
            {promotion.requested_by} asked for it <When at={promotion.created_at} />
            {promotion.from !== undefined && `, from ${promotion.from}`}, for{' '}
            <Anchor component={Link} to={routes.endpoint(promotion.endpoint)} size="sm" underline="always">
              {promotion.endpoint}
            </Anchor>
            {promotion.expires_at !== undefined && <Expiry at={promotion.expires_at} />}
          </Text>
          <blockquote className={classes.quote}>{promotion.reason}</blockquote>
          {promotion.decisions.length > 0 && <DecisionList decisions={promotion.decisions} />}
        </div>
        <div>
          <Text fw={650} size="sm" mb="xs">
            What it waits for
          </Text>
          <Gates gates={promotion.gates} />
        </div>
      </div>
      <PlanOf promotion={promotion.id} />
      <Decisions promotion={promotion} />
    </Panel>
  )
}

function Expiry({ at }: { at: string }) {
  const now = useCloudNow(30_000)
  return `. It waits for ${coarse((Date.parse(at) - now) / 1000)} more.`
}
