import { Skeleton, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useOnceKey } from '../api/onceKey'
import { useRetirement, useRetirementPlan } from '../api/retirement'
import type { Endpoint, Plan } from '../api/types'
import { Remarks } from '../plan/Remarks'
import { routes } from '../routes'
import { Calls } from '../shared/Calls'
import { ReasonDialog } from '../shared/ReasonDialog'
import { Unsettled } from '../shared/Unsettled'
import { WhatChanges } from '../shared/WhatChanges'
import { span } from '../time/format'

interface RetireDialogProps {
  endpoint: Endpoint
  close: () => void
}

/** Takes an endpoint away, with its plan before the button and its name typed by who presses it. */
export function RetireDialog({ endpoint, close }: RetireDialogProps) {
  const { name, model, environment, unsettled } = endpoint
  const go = useNavigate()
  const once = useOnceKey()
  const plan = useRetirementPlan(name, true)
  const retirement = useRetirement(name)
  const [typed, setTyped] = useState('')
  const act = (reason: string) =>
    plan.data !== undefined &&
    retirement.mutate(
      { reason, hash: plan.data.hash, key: once.key },
      {
        onSuccess: (id) => {
          close()
          void go(routes.deployment(id))
        },
        onError: (error) => {
          // What was refused may be so because the plan is another one by now.
          if (once.isRefused(error)) void plan.refetch()
        },
      },
    )
  return (
    <ReasonDialog
      title={`Retire ${name}`}
      opened
      close={close}
      act={act}
      action="Retire it"
      danger
      busy={retirement.isPending}
      error={retirement.error ?? plan.error}
      blocked={whyNotYet(plan.data, typed.trim() === name)}
    >
      {unsettled !== undefined && <Unsettled message={unsettled.message} />}
      <WhatChanges
        changes={plan.data === undefined ? ['…'] : changesOf(plan.data)}
        stays={[
          `${model} and its versions stay registered. Promoted to ${environment} again, it comes back.`,
          'The record keeps everything, and your reason.',
          'Other environments are not touched.',
        ]}
      />
      {plan.isPending && <Skeleton height={90} />}
      {plan.data !== undefined && plan.data.remarks.length > 0 && <Remarks remarks={plan.data.remarks} />}
      {plan.data !== undefined && plan.data.calls.length > 0 && (
        <div>
          <Text fw={650} size="sm" mb="xs">
            What AWS will be asked, in order
          </Text>
          <Calls calls={plan.data.calls} />
        </div>
      )}
      <TextInput
        label="Which one?"
        description={`Type ${name}.`}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </ReasonDialog>
  )
}

function whyNotYet(plan: Plan | undefined, isNamed: boolean): string | undefined {
  if (plan === undefined) return 'The plan is not there yet.'
  return isNamed ? undefined : 'Its name is not typed yet.'
}

const changesOf = ({ remarks, expected_seconds }: Plan) =>
  remarks.some((remark) => remark.code === 'nothing-is-deleted')
    ? ['Nothing in AWS: Slipway forgets it.']
    : [
        `What Slipway made or claimed for it in AWS is deleted, in about ${span(expected_seconds.total)} of AWS time.`,
        'Once it has begun nothing stops it.',
      ]
