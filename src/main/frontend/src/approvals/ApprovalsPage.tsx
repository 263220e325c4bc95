import { IconChecks } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useRecentPromotions, useWaitingPromotions } from '../api/promotions'
import { routes } from '../routes'
import { Loaded } from '../shared/Loaded'
import { Message } from '../shared/Message'
import { Page } from '../shared/Page'
import { Skeletons } from '../shared/Skeletons'
import { Decided } from './Decided'
import { PendingCard } from './PendingCard'
import { SupersedingCard } from './SupersedingCard'
import { decided } from './sentences'

/** Promotions that wait until somebody has decided. */
export default function ApprovalsPage() {
  const waiting = useWaitingPromotions()
  const past = decided(useRecentPromotions().data ?? [])
  return (
    <Page title="Approvals" lead="Promotions that wait: read what would change, then decide.">
      <Loaded
        query={waiting}
        loading={<Skeletons rows={2} height={240} />}
        empty={{
          when: (all) => all.length === 0,
          show: (
            <Message icon={IconChecks} title="Nothing waits for a decision">
              A promotion waits here when its environment asks for approvals; you set that in the{' '}
              <Link to={`${routes.settings}/environments`}>environment's gates</Link>.
            </Message>
          ),
        }}
      >
        {(all) =>
          all.map((promotion) =>
            promotion.outcome === 'WAITING' ? (
              <SupersedingCard key={promotion.id} promotion={promotion} />
            ) : (
              <PendingCard key={promotion.id} promotion={promotion} />
            ),
          )
        }
      </Loaded>
      {past.length > 0 && <Decided promotions={past} />}
    </Page>
  )
}
