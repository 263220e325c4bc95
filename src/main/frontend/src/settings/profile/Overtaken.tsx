import { Alert, Button, Stack, Text } from '@mantine/core'
import type { Environment } from '../../api/types'
import { Diff } from '../../shared/Diff'
import { flatten } from '../../shared/flatten'
import type { Document } from '../../shared/mergePatch'
import { differences } from './told'

interface OvertakenProps {
  base: Environment
  latest: Environment
  /** What was typed on top of the base. */
  patch: Document | undefined
  goOn: () => void
}

/** That somebody else has saved a revision meanwhile, what is other in it, and the way on. */
export function Overtaken({ base, latest, patch, goOn }: OvertakenProps) {
  const theirs = differences(base.profile, latest.profile)
  const mine = new Set(flatten(patch ?? {}).map((leaf) => leaf.field))
  const both = theirs.filter((change) => mine.has(change.field))
  return (
    <Alert
      color="var(--sw-warn)"
      bg="var(--sw-surface)"
      variant="outline"
      title={`${latest.name} is at revision ${latest.revision} now`}
      role="alert"
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          You began with revision {base.revision}, and somebody has saved another meanwhile. Nothing that you
          typed is lost, and nothing of it is saved yet.
        </Text>
        {theirs.length > 0 && <Diff changes={theirs} />}
        {both.length > 0 && (
          <Text size="sm">
            You have both changed {both.map((change) => change.label ?? change.field).join(', ')}: yours
            stands in the form.
          </Text>
        )}
        <Button size="xs" onClick={goOn}>
          Go on from revision {latest.revision} with what I typed
        </Button>
      </Stack>
    </Alert>
  )
}
