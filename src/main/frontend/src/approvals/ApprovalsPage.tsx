import { IconChecks } from '@tabler/icons-react'
import { Link } from 'react-router'
import { usePendingPromotions, useRecentPromotions } from '../api/promotions'
import { routes } from '../routes'
import { Loaded } from '../shared/Loaded'
import { Message } from '../shared/Message'
import { Page } from '../shared/Page'
import { Skeletons } from '../shared/Skeletons'
import { Decided } from './Decided'
import { PendingCard } from './PendingCard'
import { decided } from './sentences'

/** Promotions that wait until somebody has decided. */
export default function ApprovalsPage() {
  const pending = usePendingPromotions()
  const past = decided(useRecentPromotions().data ?? [])
  return (
    <Page title="Approvals" lead="Promotions that wait: read what would change, then decide.">
      <Loaded
        query={pending}
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
        {(all) => all.map((promotion) => <PendingCard key={promotion.id} promotion={promotion} />)}
      </Loaded>
      {past.length > 0 && <Decided promotions={past} />}
    </Page>
  )
}
