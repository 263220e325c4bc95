import { Code, TextInput } from '@mantine/core'
import { IconBox, IconFilter } from '@tabler/icons-react'
import { useDeferredValue, useMemo } from 'react'
import { useDrift, useEndpoints, useEnvironments, useModels } from '../api/board'
import { useRecentDeployments } from '../api/deployments'
import { LastLook } from '../shared/LastLook'
import { Loaded } from '../shared/Loaded'
import { allOf } from '../shared/look'
import { Message } from '../shared/Message'
import { Page } from '../shared/Page'
import { Skeletons } from '../shared/Skeletons'
import { BoardTable } from './BoardTable'
import { inPromotionOrder, rowsOf } from './rows'
import { useFilter } from './useFilter'

const NO_ITEMS: never[] = []

/** What is running where, and what is moving. */
export function Board() {
  const { text, setText, settled } = useFilter()
  const models = useModels()
  const environments = useEnvironments()
  const endpoints = useEndpoints()
  const deployments = useRecentDeployments()
  const drift = useDrift()
  const columns = useMemo(() => inPromotionOrder(environments.data ?? NO_ITEMS), [environments.data])
  const rows = useMemo(
    () => rowsOf(models.data ?? NO_ITEMS, endpoints.data ?? NO_ITEMS, settled),
    [models.data, endpoints.data, settled],
  )
  // The table may take its time with new rows: what is typed meanwhile is shown before it.
  const shown = useDeferredValue(rows)
  return (
    <Page
      title="Board"
      lead="Models and the environments they go through."
      actions={
        <TextInput
          aria-label="Only models whose name holds"
          placeholder="Filter models"
          leftSection={<IconFilter size={16} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      }
    >
      <Loaded
        query={allOf(models, environments, endpoints, deployments)}
        loading={<Skeletons rows={5} height={104} />}
        empty={{ when: ([all]) => all.length === 0, show: <NoModels /> }}
      >
        {([, all, , latest]) =>
          all.length === 0 ? (
            <NoEnvironments />
          ) : (
            <>
              <BoardTable
                rows={shown}
                environments={columns}
                deployments={latest}
                drift={drift.data ?? NO_ITEMS}
              />
              {drift.isError && <LastLook look={drift} unknown="Whether AWS has drifted is not known" />}
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

function NoModels() {
  return (
    <Message icon={IconBox} title="No models yet">
      Register the first one: <Code>slipway register my-model v1 --image … --artifact …</Code>, or{' '}
      <a href="/docs#createModel">POST /v1/models</a>. It appears here at once.
    </Message>
  )
}

function NoEnvironments() {
  return (
    <Message icon={IconBox} title="No environments yet">
      An environment says where models run and under which rules: <Code>slipway apply -f prod.yaml</Code>, or{' '}
      <a href="/docs#createEnvironment">POST /v1/environments</a>.
    </Message>
  )
}
