import { Button, Text } from '@mantine/core'
import { IconArrowBackUp, IconRocket } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useReleases } from '../api/endpoints'
import { useMe } from '../api/session'
import type { Endpoint, Release } from '../api/types'
import { Loaded } from '../shared/Loaded'
import { Message } from '../shared/Message'
import { Panel } from '../shared/Panel'
import { RestoreDialog } from '../shared/RestoreDialog'
import { Skeletons } from '../shared/Skeletons'
import { Chip } from '../shared/StateChip'
import { WhyNot } from '../shared/WhyNot'
import { When } from '../time/When'
import { quarantinedAs, whyNotRestore } from './can'
import classes from './Endpoint.module.css'
import { Quarantine } from './Quarantine'

const AT_FIRST = 8

/** Every release of an endpoint, newest first, each with the way back to it. */
export function Releases({ endpoint }: { endpoint: Endpoint }) {
  const releases = useReleases(endpoint.name)
  const [all, showAll] = useState(false)
  // One for all rows: an endpoint may have hundreds.
  const [wanted, want] = useState<Release>()
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    // The button that had the focus is gone; what it brought is what one goes on with.
    if (all) list.current?.querySelectorAll<HTMLElement>(':scope > li')[AT_FIRST]?.focus()
  }, [all])
  return (
    <Panel title="Releases">
      <Loaded
        query={releases}
        loading={<Skeletons rows={3} height={56} />}
        empty={{
          when: (found) => found.length === 0,
          show: (
            <Message icon={IconRocket} title="Nothing was released here yet">
              Promote a version to {endpoint.environment} from the board.
            </Message>
          ),
        }}
      >
        {(found) => (
          <>
            <ol ref={list} className={classes.releases}>
              {found.slice(0, all ? undefined : AT_FIRST).map((release) => (
                <Row
                  key={release.id}
                  endpoint={endpoint}
                  release={release}
                  alike={quarantinedAs(release, found)}
                  restore={() => want(release)}
                />
              ))}
            </ol>
            {found.length > AT_FIRST && !all && (
              <Button variant="default" size="xs" mt="md" onClick={() => showAll(true)}>
                All {found.length}
              </Button>
            )}
          </>
        )}
      </Loaded>
      {wanted !== undefined && (
        <RestoreDialog
          endpoint={endpoint.name}
          release={wanted.number}
          opened
          close={() => want(undefined)}
          from={endpoint.current_release?.model_version}
          to={`${wanted.model_version} (r${wanted.number})`}
        />
      )}
    </Panel>
  )
}

/** Whether a release serves, or may. */
function Serving({ endpoint, release }: { endpoint: Endpoint; release: Release }) {
  const open = endpoint.unsettled?.releases
  if (release.current)
    return open === undefined ? <Chip tone="good">Serves</Chip> : <Chip tone="warn">Served last</Chip>
  return open?.some((one) => one.number === release.number) ? <Chip tone="warn">May serve</Chip> : null
}

interface RowProps {
  endpoint: Endpoint
  release: Release
  /** The quarantined release that has the same content; undefined for none. */
  alike: Release | undefined
  restore: () => void
}

function Row({ endpoint, release, alike, restore }: RowProps) {
  const me = useMe().data
  return (
    <li className={classes.release} tabIndex={-1}>
      <span className={classes.number}>r{release.number}</span>
      <div>
        <Text component="span" fw={650}>
          {release.model_version}
        </Text>{' '}
        <Serving endpoint={endpoint} release={release} />
        {release.quarantine !== undefined && <Chip tone="bad">Quarantined</Chip>}
        <Text size="sm" c="dimmed" component="div">
          Made <When at={release.created_at} /> from revision {release.environment_revision} of{' '}
          {endpoint.environment}
        </Text>
        {release.quarantine !== undefined && <Quarantine endpoint={endpoint} release={release} />}
        {alike !== undefined && (
          <Text size="sm" mt={4}>
            The same content as r{alike.number}, which is quarantined.
          </Text>
        )}
      </div>
      <WhyNot
        size="xs"
        variant="default"
        reason={whyNotRestore(endpoint, release, me)}
        name={`Restore this, release ${release.number}`}
        leftSection={<IconArrowBackUp size={14} aria-hidden />}
        onClick={restore}
      >
        Restore this
      </WhyNot>
    </li>
  )
}
