import { Grid, Group, Select, Stack, Text, Textarea } from '@mantine/core'
import { IconPlayerPlay, IconSend } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { Navigate, useSearchParams } from 'react-router'
import { useEndpoints } from '../api/board'
import { useSample, useSamples, useTryPrediction } from '../api/predictions'
import { Unanswered } from '../api/problem'
import { useMe } from '../api/session'
import type { Endpoint, PredictionAnswer } from '../api/types'
import { whyNotMay } from '../session/may'
import { Loaded } from '../shared/Loaded'
import { Message } from '../shared/Message'
import { Page } from '../shared/Page'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { Trouble } from '../shared/Trouble'
import { WhyNot } from '../shared/WhyNot'
import { Answers } from './Answers'
import { FromAnApplication } from './FromAnApplication'
import { payloadOf } from './payload'

const EXAMPLE = '{"features": [0.5, 1.2, 3.4, 0.8]}'
const KEPT = 10

/** Asks a model something, and says which version answered. */
export default function PlaygroundPage() {
  const endpoints = useEndpoints()
  const [address, setAddress] = useSearchParams()
  // Beside the trial of one endpoint: what somebody wrote is for the next one too.
  const [payload, setPayload] = useState(EXAMPLE)
  return (
    <Page title="Playground" lead="Ask a model something, and see which version answers.">
      <Loaded
        query={endpoints}
        loading={<Skeletons rows={2} height={220} />}
        empty={{
          when: (all) => !all.some((one) => one.current_release !== undefined),
          show: (
            <Message icon={IconPlayerPlay} title="Nothing answers yet">
              Promote a version on the board; as soon as it is live it can be asked here.
            </Message>
          ),
        }}
      >
        {(all) => {
          const live = all.filter((one) => one.current_release !== undefined)
          const wanted = address.get('endpoint')
          if (wanted === null) return <Navigate to={{ search: addressOf(live[0]) }} replace />
          const chosen = live.find((one) => one.name === wanted)
          const choose = (name: string) => setAddress({ endpoint: name }, { replace: true })
          return chosen === undefined ? (
            <Message
              icon={IconPlayerPlay}
              title={`Nothing answers at ${wanted} yet`}
              action={<ChooseEndpoint among={live} chosen={null} choose={choose} />}
            >
              As soon as a version is live there it can be asked here. Others are live already.
            </Message>
          ) : (
            <Trial
              key={chosen.name}
              endpoint={chosen}
              others={live}
              choose={choose}
              payload={payload}
              setPayload={setPayload}
            />
          )
        }}
      </Loaded>
    </Page>
  )
}

/** Stays with what is asked, whichever endpoint comes first on another look. */
const addressOf = (endpoint: Endpoint | undefined) =>
  new URLSearchParams({ endpoint: endpoint?.name ?? '' }).toString()

interface ChooseEndpointProps {
  among: readonly Endpoint[]
  chosen: string | null
  choose: (endpoint: string) => void
}

function ChooseEndpoint({ among, chosen, choose }: ChooseEndpointProps) {
  return (
    <Select
      label="Endpoint"
      data={among.map((one) => one.name)}
      value={chosen}
      onChange={(value) => value !== null && choose(value)}
      searchable
    />
  )
}

interface TrialProps {
  endpoint: Endpoint
  others: readonly Endpoint[]
  choose: (endpoint: string) => void
  payload: string
  setPayload: (payload: string) => void
}

function Trial({ endpoint, others, choose, payload, setPayload }: TrialProps) {
  const [sample, setSample] = useState<string | null>(null)
  const [answers, setAnswers] = useState<PredictionAnswer[]>([])
  const samples = useSamples(endpoint.model)
  const chosen = useSample(endpoint.model, sample)
  const trying = useTryPrediction(endpoint.name)
  const refusal = whyNotMay(useMe().data, 'INVOKER', endpoint.environment)
  const sent = sample === null ? { text: payload } : payloadOf(chosen.data)
  const isText = sent === undefined || 'text' in sent
  const contentType = sample === null ? 'application/json' : (chosen.data?.content_type ?? 'application/json')
  const send = () =>
    trying.mutate(sample === null ? { body: payload, content_type: contentType } : { sample }, {
      onSuccess: (answer) => setAnswers((before) => [answer, ...before].slice(0, KEPT)),
    })
  const sendByKey = (event: KeyboardEvent) => {
    const pressed = event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !event.repeat
    if (pressed && refusal === undefined && !trying.isPending) send()
  }
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Panel title="Ask">
          <Stack>
            <Group grow>
              <ChooseEndpoint among={others} chosen={endpoint.name} choose={choose} />
              <Select
                label="Sample"
                placeholder={samples.data?.length === 0 ? 'None is registered' : 'My own payload'}
                data={(samples.data ?? []).map((one) => one.name)}
                value={sample}
                onChange={setSample}
                clearable
                clearButtonProps={{ 'aria-label': 'My own payload' }}
                disabled={samples.data?.length === 0}
              />
            </Group>
            <Textarea
              label="Payload"
              description={isText ? contentType : `${contentType}, in Base64`}
              value={(isText ? sent?.text : sent.base64) ?? ''}
              error={sample === null ? undefined : chosen.error?.message}
              readOnly={sample !== null}
              onChange={(event) => setPayload(event.currentTarget.value)}
              onKeyDown={sendByKey}
              autosize
              minRows={5}
              maxRows={16}
              spellCheck={false}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.85rem' } }}
            />
            <Group justify="space-between">
              <Text size="sm" c="dimmed">
                ⌘ Enter or Ctrl Enter sends.
              </Text>
              <WhyNot
                reason={refusal}
                onClick={send}
                loading={trying.isPending}
                leftSection={<IconSend size={16} aria-hidden />}
              >
                Send
              </WhyNot>
            </Group>
            {trying.isError && (
              <Trouble title={trying.error instanceof Unanswered ? 'No answer came' : 'It was not asked'}>
                {trying.error.message}
              </Trouble>
            )}
          </Stack>
        </Panel>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Stack gap="lg">
          <Panel title="Answers">
            <Answers answers={answers} />
          </Panel>
          <FromAnApplication endpoint={endpoint} contentType={contentType} payload={sent} />
        </Stack>
      </Grid.Col>
    </Grid>
  )
}
