import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Promotion } from '../api/types'
import { routes } from '../routes'
import { Trouble } from '../shared/Trouble'
import { DecisionList } from './DecisionList'
import { outcomeLook } from './sentences'

interface OvertakenProps {
  seen: Promotion
  /** As it is now; undefined while that is asked. */
  now: Promotion | undefined
  /** Why it cannot be decided any more as it was to be; undefined for its outcome alone. */
  cannot: string | undefined
  /** Whether something was sent, and what came of that is told beside this. */
  wasSent: boolean
}

/** What others have made of a promotion while somebody typed their reason. */
export function Overtaken({ seen, now, cannot, wasSent }: OvertakenProps) {
  const decided = now?.decisions.slice(seen.decisions.length) ?? []
  return (
    <Trouble title={titleOf(seen, now)}>
      <DecisionList decisions={decided} />
      {now?.refusal !== undefined && <Text size="sm">{now.refusal}</Text>}
      {now?.deployment !== undefined && (
        <Text size="sm">
          <Anchor component={Link} to={routes.deployment(now.deployment.id)} size="sm" underline="always">
            Watch the deployment
          </Anchor>
        </Text>
      )}
      {now?.outcome === seen.outcome && <Text size="sm">{cannot}</Text>}
      {!wasSent && (
        <Text size="sm" mt="xs">
          Nothing of yours was sent. What you typed stays here until you close this.
        </Text>
      )}
    </Trouble>
  )
}

const titleOf = (seen: Promotion, now: Promotion | undefined) =>
  now === undefined || now.outcome === seen.outcome
    ? 'It has changed meanwhile'
    : `It has been decided meanwhile: ${outcomeLook[now.outcome].text.toLowerCase()}`
