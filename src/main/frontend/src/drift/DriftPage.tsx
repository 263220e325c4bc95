import { Anchor, Group, SegmentedControl, Text } from '@mantine/core'
import { IconProgress, IconShieldCheck } from '@tabler/icons-react'
import { Link, useSearchParams } from 'react-router'
import { useDrift, useEndpoints } from '../api/board'
import type { Drift } from '../api/types'
import { routes } from '../routes'
import { Loaded } from '../shared/Loaded'
import { Message } from '../shared/Message'
import { Page } from '../shared/Page'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { Chip } from '../shared/StateChip'
import { When } from '../time/When'
import classes from './Drift.module.css'
import { DriftFindings } from './DriftFindings'
import { byUrgency, lookOf, wantsALook } from './look'

/** Where AWS is not as the record says, and what to do about it. */
export default function DriftPage() {
  const [address, setAddress] = useSearchParams()
  const drift = useDrift()
  const all = address.get('show') === 'all'
  const wanting = drift.data?.filter(wantsALook).length
  return (
    <Page
      title="Drift"
      lead="Slipway looks at every endpoint about every five minutes. Here is what AWS has otherwise than released."
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Which endpoints"
          data={[
            { value: 'wanting', label: `Wants a look (${wanting ?? '…'})` },
            { value: 'all', label: `All (${drift.data?.length ?? '…'})` },
          ]}
          value={all ? 'all' : 'wanting'}
          onChange={(value) => setAddress(value === 'all' ? { show: 'all' } : {}, { replace: true })}
        />
      }
    >
      <Loaded
        query={drift}
        loading={<Skeletons rows={4} height={64} />}
        empty={{
          when: (found) => found.length === 0,
          show: (
            <Message icon={IconShieldCheck} title="Nothing has been looked at yet">
              Slipway looks at an endpoint once it serves. <Link to={routes.board}>The board</Link> shows what
              can be promoted.
            </Message>
          ),
        }}
      >
        {(found) =>
          !all && wanting === 0 ? (
            <NothingToLookAt found={found} />
          ) : (
            byUrgency(all ? found : found.filter(wantsALook)).map((drift) => (
              <One key={drift.endpoint} drift={drift} />
            ))
          )
        }
      </Loaded>
    </Page>
  )
}

/** That nothing is known to differ: a promise only for what was compared. */
function NothingToLookAt({ found }: { found: readonly Drift[] }) {
  const one = found.length === 1
  const compared = found.filter((drift) => drift.state === 'IN_SYNC').length
  if (compared === found.length) {
    return (
      <Message icon={IconShieldCheck} title="AWS is as the record says">
        {one ? 'The one endpoint was' : `All ${found.length} endpoints were`} compared with what is released
        there.
      </Message>
    )
  }
  return (
    <Message
      icon={IconProgress}
      title={
        one
          ? 'The one endpoint cannot be compared now'
          : `${found.length - compared} of ${found.length} endpoints cannot be compared now`
      }
    >
      A deployment or SageMaker itself is busy there; Slipway compares afterwards.
      {compared > 0 && ' All others are as the record says.'}
    </Message>
  )
}

function One({ drift }: { drift: Drift }) {
  const endpoint = useEndpoints().data?.find((one) => one.name === drift.endpoint)
  const look = lookOf(drift)
  const heading = (
    <Group gap="sm" justify="space-between">
      <Anchor component={Link} to={routes.endpoint(drift.endpoint)} fw={650}>
        {drift.endpoint}
      </Anchor>
      <Chip tone={look.tone}>{look.text}</Chip>
    </Group>
  )
  if (!wantsALook(drift)) {
    return (
      <div className={classes.quiet}>
        {heading}
        <Text size="sm" c="dimmed" component="div">
          {look.means}
          {drift.looked_at !== undefined && (
            <>
              {' '}
              Looked at <When at={drift.looked_at} />.
            </>
          )}
        </Text>
      </div>
    )
  }
  return (
    <Panel>
      {heading}
      <DriftFindings
        drift={drift}
        model={endpoint?.model}
        version={endpoint?.current_release?.model_version}
      />
    </Panel>
  )
}
