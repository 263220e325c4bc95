import { Anchor } from '@mantine/core'
import type { PromotionDecision } from '../api/types'
import { When } from '../time/When'
import classes from './Approvals.module.css'
import { didWhat } from './sentences'

/** Who decided what, why and when. */
export function DecisionList({ decisions }: { decisions: readonly PromotionDecision[] }) {
  return (
    <ul className={classes.decisions}>
      {decisions.map((decision) => (
        <li key={`${decision.by} ${decision.kind} ${decision.at}`}>
          <strong>{decision.by}</strong> {didWhat(decision)} <When at={decision.at} />: “{decision.reason}”
          {decision.url !== undefined && (
            <>
              {' '}
              <Anchor href={decision.url} target="_blank" rel="noreferrer" size="sm" underline="always">
                more
              </Anchor>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
