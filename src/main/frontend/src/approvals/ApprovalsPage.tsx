import { IconChecks } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { useRecentPromotions, useWaitingPromotions } from '../api/promotions'
import type { Promotion } from '../api/types'
import { routes } from '../routes'
import { Loaded } from '../shared/Loaded'
import { Message } from '../shared/Message'
import { Page } from '../shared/Page'
import { Skeletons } from '../shared/Skeletons'
import { AskWhy } from './AskWhy'
import { Decided } from './Decided'
import type { Deed } from './deed'
import { PendingCard } from './PendingCard'
import { SupersedingCard } from './SupersedingCard'
import { decided } from './sentences'

/** Promotions that wait until somebody has decided. */
export default function ApprovalsPage() {
  const waiting = useWaitingPromotions()
  // Here and not on a card: those go when what they show has been decided.
  const [asked, setAsked] = useState<{ deed: Deed; seen: Promotion }>()
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
          all.map((promotion) => {
            const Card = promotion.outcome === 'WAITING' ? SupersedingCard : PendingCard
            return (
              <Card
                key={promotion.id}
                promotion={promotion}
                ask={(deed) => setAsked({ deed, seen: promotion })}
              />
            )
          })
        }
      </Loaded>
      {past.length > 0 && <Decided promotions={past} />}
      {asked !== undefined && (
        <AskWhy deed={asked.deed} seen={asked.seen} close={() => setAsked(undefined)} />
      )}
    </Page>
  )
}
