import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import { useMe } from '../api/session'
import type { Promotion } from '../api/types'
import { routes } from '../routes'
import { Panel } from '../shared/Panel'
import { Chip } from '../shared/StateChip'
import { WhyNot } from '../shared/WhyNot'
import classes from './Approvals.module.css'
import { AskedFor } from './AskedFor'
import { whyNotCallOff } from './can'
import { DecisionList } from './DecisionList'
import type { Deed } from './deed'
import { PutOff } from './PutOff'
import { outcomeLook } from './sentences'

/** A promotion that takes another deployment's place, and begins by itself once that is undone. */
export function SupersedingCard({ promotion, ask }: { promotion: Promotion; ask: (deed: Deed) => void }) {
  const me = useMe().data
  const look = outcomeLook[promotion.outcome]
  return (
    <Panel>
      <h2 className={classes.title}>
        {promotion.model} {promotion.version} to {promotion.to}
        <Chip tone={look.tone}>{look.text}</Chip>
      </h2>
      <AskedFor promotion={promotion} />
      {promotion.decisions.length > 0 && <DecisionList decisions={promotion.decisions} />}
      <Text size="sm" mt="sm">
        Nobody has to decide: it begins by itself once{' '}
        {promotion.supersedes === undefined ? (
          'the deployment before it'
        ) : (
          <Anchor component={Link} to={routes.deployment(promotion.supersedes)} size="sm" underline="always">
            the deployment before it
          </Anchor>
        )}{' '}
        is taken back.
      </Text>
      <PutOff promotion={promotion} />
      <div className={classes.foot}>
        <WhyNot variant="default" reason={whyNotCallOff(promotion, me)} onClick={() => ask('cancel')}>
          Call it off
        </WhyNot>
      </div>
    </Panel>
  )
}
