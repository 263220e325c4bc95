import { Stack, Text } from '@mantine/core'
import { IconFlask2 } from '@tabler/icons-react'
import { useEndpoints } from '../api/board'
import { Loaded } from '../shared/Loaded'
import { Message } from '../shared/Message'
import { Page } from '../shared/Page'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { useSimulator } from '../time/cloudNow'
import { SwitchBoard } from './SwitchBoard'

/** What the simulator can be told to do wrong. */
export default function LocalPage() {
  const simulator = useSimulator()
  const endpoints = useEndpoints()
  return (
    <Page
      title="Local mode"
      lead="The cloud is simulated, so it can be made to fail. Nothing here reaches AWS."
    >
      <Loaded
        query={simulator}
        loading={<Skeletons rows={2} height={180} />}
        empty={{
          when: (all) => !all.running,
          show: (
            <Message icon={IconFlask2} title="The cloud is AWS here">
              Switches are there in local mode only.
            </Message>
          ),
        }}
      >
        {(running) => (
          <Stack gap="lg">
            <Text c="dimmed">
              Its time runs {running.speed} times as fast as yours: five minutes of baking take{' '}
              {300 / running.speed} s.
            </Text>
            <Loaded
              query={endpoints}
              loading={<Skeletons rows={2} height={180} />}
              empty={{
                when: (all) => all.length === 0,
                show: (
                  <Message icon={IconFlask2} title="No endpoints yet">
                    Promote something first; each endpoint has its own switches.
                  </Message>
                ),
              }}
            >
              {(all) =>
                all.map((endpoint) => (
                  <Panel key={endpoint.name} title={endpoint.name}>
                    <SwitchBoard endpoint={endpoint} />
                  </Panel>
                ))
              }
            </Loaded>
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}
