import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Promotion } from '../api/types'
import { routes } from '../routes'
import { Panel } from '../shared/Panel'
import { Chip } from '../shared/StateChip'
import classes from './Approvals.module.css'
import { DecisionList } from './DecisionList'
import { outcomeLook } from './sentences'

/** What was decided lately, and by whom. */
export function Decided({ promotions }: { promotions: readonly Promotion[] }) {
  return (
    <Panel title="Decided lately">
      <ol className={classes.list}>
        {promotions.map((promotion) => {
          const look = outcomeLook[promotion.outcome]
          return (
            <li key={promotion.id} className={classes.past}>
              <div className={classes.what}>
                <Text component="span" fw={650}>
                  {promotion.deployment === undefined ? (
                    `${promotion.model} ${promotion.version} to ${promotion.to}`
                  ) : (
                    <Anchor component={Link} to={routes.deployment(promotion.deployment.id)} fw={650}>
                      {promotion.model} {promotion.version} to {promotion.to}
                    </Anchor>
                  )}
                </Text>
                {promotion.refusal !== undefined && (
                  <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                    {promotion.refusal}
                  </Text>
                )}
                {promotion.decisions.length > 0 && <DecisionList decisions={promotion.decisions} />}
              </div>
              <Chip tone={look.tone}>{look.text}</Chip>
            </li>
          )
        })}
      </ol>
    </Panel>
  )
}
