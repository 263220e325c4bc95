import { Skeleton, Text } from '@mantine/core'
import { useNavigate } from 'react-router'
import { useOnceKey } from '../api/onceKey'
import { useRollback, useRollbackPlan } from '../api/plans'
import type { Plan } from '../api/types'
import { routes } from '../routes'
import { span } from '../time/format'
import { Diff } from './Diff'
import { ReasonDialog } from './ReasonDialog'
import { Unsettled } from './Unsettled'
import { WhatChanges } from './WhatChanges'

interface RestoreDialogProps {
  endpoint: string
  release: number | undefined
  opened: boolean
  close: () => void
  /** What serves now; undefined for nothing. */
  from: string | undefined
  to: string
}

/** Brings an earlier release back, with its plan before the button. */
export function RestoreDialog({ endpoint, release, opened, close, from, to }: RestoreDialogProps) {
  const go = useNavigate()
  const once = useOnceKey()
  const plan = useRollbackPlan({ endpoint, release }, opened)
  const rollback = useRollback({ endpoint, release })
  const left = told(plan.data, 'is-quarantined')
  const doubt = told(plan.data, 'serving-unsettled')
  const serves = doubt.length > 0 ? undefined : from
  const goes = serves === undefined ? `${to} gets all traffic` : `All traffic goes from ${serves} to ${to}`
  return (
    <ReasonDialog
      title={`Go back to ${to}`}
      opened={opened}
      close={close}
      act={(reason) =>
        rollback.mutate(
          { reason, key: once.key },
          {
            onError: (error) => {
              // What was refused may be so because another release serves by now.
              if (once.isRefused(error)) void plan.refetch()
            },
            onSuccess: (id) => {
              once.another()
              close()
              void go(routes.deployment(id))
            },
          },
        )
      }
      action={`Restore ${to}`}
      danger
      busy={rollback.isPending}
      error={rollback.error ?? plan.error}
      blocked={plan.data === undefined ? 'The plan is not there yet.' : undefined}
    >
      {doubt.map((one) => (
        <Unsettled key={one} message={one} />
      ))}
      <WhatChanges
        changes={[
          `${goes}, in about ${plan.data === undefined ? '…' : span(plan.data.expected_seconds.total)} of AWS time.`,
          'Container, artifact and settings are those that the release had.',
          ...left,
        ]}
        stays={[
          'Applications call the same address; the proxy follows by itself.',
          ...(serves === undefined
            ? []
            : [`${serves} stays registered, and its release can be restored too.`]),
          'Other environments are not touched.',
        ]}
      />
      {plan.isPending && <Skeleton height={90} />}
      {plan.data !== undefined && plan.data.changes.length > 0 && (
        <div>
          <Text fw={650} size="sm" mb="xs">
            Field by field
          </Text>
          <Diff changes={plan.data.changes} />
        </div>
      )}
    </ReasonDialog>
  )
}

/** What the plan remarks under a code. */
const told = (plan: Plan | undefined, code: string) =>
  plan?.remarks.filter((remark) => remark.code === code).map((remark) => remark.message) ?? []
