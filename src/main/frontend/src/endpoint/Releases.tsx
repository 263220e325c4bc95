import { Button, Text } from '@mantine/core'
import { IconArrowBackUp, IconRocket } from '@tabler/icons-react'
import { useState } from 'react'
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
            <ol className={classes.releases}>
              {found.slice(0, all ? undefined : AT_FIRST).map((release) => (
                <Row
                  key={release.id}
                  endpoint={endpoint}
                  release={release}
                  alike={quarantinedAs(release, found)}
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
}

function Row({ endpoint, release, alike }: RowProps) {
  const me = useMe().data
  const [opened, setOpened] = useState(false)
  return (
    <li className={classes.release}>
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
        leftSection={<IconArrowBackUp size={14} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        Restore this
      </WhyNot>
      <RestoreDialog
        endpoint={endpoint.name}
        release={release.number}
        opened={opened}
        close={() => setOpened(false)}
        from={endpoint.current_release?.model_version}
        to={`${release.model_version} (r${release.number})`}
      />
    </li>
  )
}
