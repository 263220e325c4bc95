import { Autocomplete, Button, Center, Group, Select, Text, TextInput } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useAudit } from '../api/audit'
import { Loaded } from '../shared/Loaded'
import { Message } from '../shared/Message'
import { Page } from '../shared/Page'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { useFilled } from '../shared/useFilled'
import { useCloudMoment } from '../time/cloudMoment'
import { EventList } from './EventList'
import { filterOf, SPANS, SUBJECT_TYPES, secondsOf } from './filter'
import { EVENT_TYPES } from './types'
import { Verify } from './Verify'

const SETTLES_AFTER_MS = 200

/** Who did what, when and why. */
export default function AuditPage() {
  const { at, put, settled } = useFilled(SETTLES_AFTER_MS)
  const address = new URLSearchParams(settled)
  const filter = filterOf(address)
  const within = secondsOf(address)
  const now = useCloudMoment(settled)
  const audit = useAudit(filter, (now ?? 0) - within * 1000, now !== undefined || within === Infinity)
  return (
    <Page
      title="Audit"
      lead="Everything that happened: who, what, when and why. Nothing can be taken out of it."
    >
      <Group gap="sm" role="search" aria-label="Filter the record">
        <TextInput
          aria-label="Who"
          placeholder="Who"
          w={170}
          value={at('actor') ?? ''}
          onChange={(event) => put('actor', event.currentTarget.value)}
        />
        <Select
          aria-label="Kind of thing"
          placeholder="Anything"
          w={150}
          data={[...SUBJECT_TYPES]}
          value={at('of')}
          onChange={(value) => put('of', value)}
          clearable
          clearButtonProps={{ 'aria-label': 'Anything' }}
        />
        <TextInput
          aria-label="Name of the thing"
          placeholder="Its name"
          w={190}
          disabled={at('of') === null}
          value={at('name') ?? ''}
          onChange={(event) => put('name', event.currentTarget.value)}
        />
        <Autocomplete
          aria-label="Type of event"
          placeholder="Any type of event"
          w={230}
          data={[...EVENT_TYPES]}
          limit={12}
          value={at('type') ?? ''}
          onChange={(value) => put('type', value)}
        />
        <Select
          aria-label="When"
          w={130}
          data={[...SPANS]}
          value={at('within') ?? ''}
          allowDeselect={false}
          onChange={(value) => put('within', value)}
        />
      </Group>
      {filter.subject_type !== undefined && filter.subject !== undefined && (
        // What was found of one record says nothing of another.
        <Verify
          key={`${filter.subject_type} ${filter.subject}`}
          kind={filter.subject_type}
          name={filter.subject}
        />
      )}
      <Loaded
        query={audit}
        loading={<Skeletons rows={8} height={52} />}
        empty={{
          when: (pages) => pages.pages.every((page) => page.length === 0),
          show: (
            <Message icon={IconHistory} title="Nothing on record">
              No event is as the filter says.
            </Message>
          ),
        }}
      >
        {(pages) => (
          <Panel>
            <EventList events={pages.pages.flat()} />
            <Center mt="md">
              {audit.hasNextPage ? (
                <Button
                  variant="default"
                  loading={audit.isFetchingNextPage || audit.isPlaceholderData}
                  onClick={() => void audit.fetchNextPage()}
                >
                  Earlier events
                </Button>
              ) : (
                <Text size="sm" c="dimmed">
                  {within === Infinity ? 'This is where the record begins.' : 'Nothing earlier in this time.'}
                </Text>
              )}
            </Center>
          </Panel>
        )}
      </Loaded>
    </Page>
  )
}
