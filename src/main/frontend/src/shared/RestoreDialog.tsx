import { Skeleton, Text } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { idempotencyKey } from '../api/client'
import { useRollback, useRollbackPlan } from '../api/plans'
import { routes } from '../routes'
import { span } from '../time/format'
import { Diff } from './Diff'
import { ReasonDialog } from './ReasonDialog'
import { WhatChanges } from './WhatChanges'

interface RestoreDialogProps {
  endpoint: string
  release: number | undefined
  opened: boolean
  close: () => void
  /** What serves now; undefined for nothing. */
  from: string | undefined
  to: string
  /** The release whose deployment came to no known end, and which is left behind too. */
  unsettled?: Left | undefined
}

interface Left {
  release: number
  name: string
}

/** Brings an earlier release back, with its plan before the button. */
export function RestoreDialog({ endpoint, release, opened, close, from, to, unsettled }: RestoreDialogProps) {
  const go = useNavigate()
  const [key] = useState(idempotencyKey)
  const plan = useRollbackPlan({ endpoint, release }, opened)
  const rollback = useRollback({ endpoint, release })
  const left = plan.data === undefined ? [] : leftBehind(plan.data, from, unsettled)
  const goes = from === undefined ? `${to} gets all traffic` : `All traffic goes from ${from} to ${to}`
  return (
    <ReasonDialog
      title={`Go back to ${to}`}
      opened={opened}
      close={close}
      act={(reason) =>
        rollback.mutate(
          { reason, key },
          {
            onSuccess: (id) => {
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
      <WhatChanges
        changes={[
          `${goes}, in about ${plan.data === undefined ? '…' : span(plan.data.expected_seconds.total)} of AWS time.`,
          'Container, artifact and settings are those that the release had.',
          ...left.map((one) => `${one} is quarantined here until somebody lifts that.`),
        ]}
        stays={[
          'Applications call the same address; the proxy follows by itself.',
          ...(from === undefined ? [] : [`${from} stays registered, and its release can be restored too.`]),
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

/** What going back quarantines: a later release that serves, and one of which nobody knows whether it does. */
function leftBehind(
  { serving, release }: { serving: number | undefined; release: { number?: number } },
  from: string | undefined,
  unsettled: Left | undefined,
): string[] {
  const left = new Map<number, string>()
  if (serving !== undefined && release.number !== undefined && serving > release.number) {
    left.set(serving, from ?? `Release ${serving}`)
  }
  if (unsettled !== undefined && unsettled.release !== release.number) {
    left.set(unsettled.release, unsettled.name)
  }
  return [...left.values()]
}
