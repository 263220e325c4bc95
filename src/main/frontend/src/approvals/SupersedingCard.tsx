import { Anchor, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link } from 'react-router'
import { useDecide } from '../api/promotions'
import { useMe } from '../api/session'
import type { Promotion } from '../api/types'
import { routes } from '../routes'
import { Panel } from '../shared/Panel'
import { ReasonDialog } from '../shared/ReasonDialog'
import { Chip } from '../shared/StateChip'
import { WhyNot } from '../shared/WhyNot'
import classes from './Approvals.module.css'
import { AskedFor } from './AskedFor'
import { whyNotCallOff } from './can'
import { DecisionList } from './DecisionList'
import { PutOff } from './PutOff'
import { outcomeLook } from './sentences'

/** A promotion that takes another deployment's place, and begins by itself once that is undone. */
export function SupersedingCard({ promotion }: { promotion: Promotion }) {
  const me = useMe().data
  const [asked, { open, close }] = useDisclosure()
  const decide = useDecide(promotion)
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
        <WhyNot variant="default" reason={whyNotCallOff(promotion, me)} onClick={open}>
          Call it off
        </WhyNot>
      </div>
      <ReasonDialog
        title={`Call ${promotion.version} to ${promotion.to} off`}
        opened={asked}
        close={close}
        act={(reason) => decide.mutate({ kind: 'cancel', reason }, { onSuccess: close })}
        action="Call it off"
        busy={decide.isPending}
        error={decide.error}
      >
        <Text>
          It stops waiting, and nothing takes the place of the deployment before it, which is taken back all
          the same.
        </Text>
      </ReasonDialog>
    </Panel>
  )
}
