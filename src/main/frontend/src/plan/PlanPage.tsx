import { Checkbox, Group, Select, Stack, TextInput } from '@mantine/core'
import { IconArrowUpRight, IconRoute } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useEnvironments, useModels, useVersions } from '../api/board'
import { useOnceKey } from '../api/onceKey'
import { usePromotion, usePromotionPlan } from '../api/plans'
import { ApiProblem, isRefusal, mayBeDone } from '../api/problem'
import type { Plan } from '../api/types'
import { routes } from '../routes'
import { ActionBar } from '../shared/ActionBar'
import { Loaded } from '../shared/Loaded'
import { Message } from '../shared/Message'
import { Page } from '../shared/Page'
import { Skeletons } from '../shared/Skeletons'
import { WhyNot } from '../shared/WhyNot'
import { waits, whyNotYet } from './agreement'
import { InTheWay } from './InTheWay'
import { NotBegun } from './NotBegun'
import { PlanView } from './PlanView'
import { Refused } from './Refused'
import { Superseding } from './Superseding'

/** What a promotion would do, and the only door through which it is begun. */
export default function PlanPage() {
  const go = useNavigate()
  const [address, setAddress] = useSearchParams()
  const [reason, setReason] = useState('')
  const once = useOnceKey()
  const wish = {
    model: address.get('model') ?? '',
    version: address.get('version') ?? '',
    to: address.get('to') ?? '',
    supersede: address.get('supersede') === 'true',
    waitForGates: address.get('wait') === 'true',
  }
  const plan = usePromotionPlan(wish)
  const promotion = usePromotion()
  const ask = (changed: Record<string, string>) => {
    setAddress(asked(address, changed), { replace: true })
    once.another()
    promotion.reset()
  }
  // At once, where a press of Enter could come again before the page shows that it was heard.
  const agreed = useRef(false)
  useEffect(
    () => () => {
      // Hidden behind a sign-in the page is told of no end; the same key promotes only once.
      agreed.current = false
    },
    [],
  )
  const agree = ({ hash, supersedes }: Plan) => {
    if (agreed.current) return
    agreed.current = true
    promotion.mutate(
      // What the plan does not say is taken back is not, though somebody begins it in between.
      {
        wish: {
          ...wish,
          supersede: supersedes !== undefined,
          ...(supersedes === undefined ? {} : { supersedes }),
        },
        reason: reason.trim(),
        hash,
        key: once.key,
      },
      {
        onSuccess: (begun) =>
          void go(begun.deployment === undefined ? routes.approvals : routes.deployment(begun.deployment.id)),
        onError: (error) => {
          agreed.current = false
          // With the same key another press is answered with what was begun, and begins nothing twice.
          // What was refused may be so because of what has come in between.
          if (once.isRefused(error)) void plan.refetch()
        },
      },
    )
  }
  const whyNot = (shown: Plan) =>
    plan.isPlaceholderData ? 'The plan is being made anew.' : whyNotYet(shown, reason, wish.waitForGates)
  const chosen = wish.model !== '' && wish.version !== '' && wish.to !== ''
  // What is in the way may be what was begun here: its answer tells, or another press.
  const mayBeOurs = promotion.isPending || (promotion.isError && mayBeDone(promotion.error))
  const stuck =
    plan.error instanceof ApiProblem && plan.error.code === 'deployment-active' && !mayBeOurs
      ? plan.error
      : undefined
  const refused = promotion.isError && <NotBegun error={promotion.error} />
  return (
    <Page
      title={chosen ? `Promote ${wish.model} ${wish.version} to ${wish.to}` : 'Plan a promotion'}
      lead="The plan. Nothing has happened yet."
      actions={<Choice {...wish} ask={ask} fixed={promotion.isPending} />}
    >
      {!chosen ? (
        <Message icon={IconRoute} title="Choose what to promote, and where to">
          The plan says what would change, what AWS would be asked, and how long it should take.
        </Message>
      ) : stuck !== undefined ? (
        <>
          {refused}
          <InTheWay
            problem={stuck}
            id={stuck.problem?.link?.split('/').at(-1) ?? ''}
            supersede={() => ask({ supersede: 'true' })}
            again={() => void plan.refetch()}
          />
        </>
      ) : plan.isError && isRefusal(plan.error) && !mayBeOurs ? (
        <>
          {refused}
          <Refused {...wish} problem={plan.error} again={() => void plan.refetch()} />
        </>
      ) : (
        <Loaded query={plan} loading={<Skeletons rows={4} height={120} />}>
          {(shown) => (
            <>
              {shown.supersedes !== undefined && <Superseding id={shown.supersedes} coming={wish.version} />}
              <PlanView plan={shown} />
              <ActionBar
                label="Agree to the plan"
                actions={
                  <WhyNot
                    size="md"
                    reason={whyNot(shown)}
                    loading={promotion.isPending}
                    rightSection={<IconArrowUpRight size={18} aria-hidden />}
                    onClick={() => agree(shown)}
                  >
                    {waits(shown) ? 'Ask for it' : `Promote to ${wish.to}`}
                  </WhyNot>
                }
              >
                <Stack gap="sm">
                  {refused}
                  <Group gap="md" align="center">
                    <TextInput
                      flex="1 1 14rem"
                      aria-label="Reason"
                      placeholder="Why? The record keeps it."
                      value={reason}
                      onChange={(event) => setReason(event.currentTarget.value)}
                      onKeyDown={(event) => {
                        if (event.key === 'Enter' && !event.repeat && whyNot(shown) === undefined) {
                          agree(shown)
                        }
                      }}
                    />
                    {waits(shown) && (
                      <Checkbox
                        label="Wait for gates"
                        checked={wish.waitForGates}
                        disabled={promotion.isPending}
                        onChange={(event) => ask({ wait: String(event.currentTarget.checked) })}
                      />
                    )}
                  </Group>
                </Stack>
              </ActionBar>
            </>
          )}
        </Loaded>
      )}
    </Page>
  )
}

/**
 * The address that asks for something else. What was said of one endpoint, that what runs there may be
 * taken back or gates waited for, holds for no other.
 */
function asked(address: URLSearchParams, changed: Record<string, string>): URLSearchParams {
  const next = new URLSearchParams(address)
  if ('model' in changed || 'to' in changed) {
    next.delete('supersede')
    next.delete('wait')
  }
  for (const [name, value] of Object.entries(changed)) next.set(name, value)
  return next
}

interface ChoiceProps {
  model: string
  version: string
  to: string
  ask: (changed: Record<string, string>) => void
  /** Whether it is begun just now: who chose something else would not hear what came of it. */
  fixed: boolean
}

function Choice({ model, version, to, ask, fixed }: ChoiceProps) {
  const models = useModels().data ?? []
  const versions = useVersions(model, model !== '').data ?? []
  const environments = useEnvironments().data ?? []
  const put = (name: string) => (value: string | null) => value !== null && ask({ [name]: value })
  return (
    <Group gap="xs">
      <Select
        aria-label="Model"
        placeholder="Model"
        w={170}
        searchable
        data={models.map((one) => one.name)}
        value={model || null}
        onChange={put('model')}
        disabled={fixed}
      />
      <Select
        aria-label="Version"
        placeholder="Version"
        w={110}
        searchable
        data={versions.map((one) => one.name)}
        value={version || null}
        onChange={put('version')}
        disabled={fixed}
      />
      <Select
        aria-label="Environment"
        placeholder="To"
        w={120}
        data={environments.map((one) => one.name)}
        value={to || null}
        onChange={put('to')}
        disabled={fixed}
      />
    </Group>
  )
}
