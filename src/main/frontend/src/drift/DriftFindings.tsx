import { Anchor, Group, List, Text } from '@mantine/core'
import { Link } from 'react-router'
import { useMe } from '../api/session'
import type { Drift } from '../api/types'
import { planOf, routes } from '../routes'
import { whyNotMay } from '../session/may'
import { Diff } from '../shared/Diff'
import { When } from '../time/When'
import { differs, lookOf } from './look'

interface DriftFindingsProps {
  drift: Drift
  model: string | undefined
  /** The version that serves; undefined for nothing. */
  version: string | undefined
}

/** What differs between AWS and the release, since when, and what can be done about it. */
export function DriftFindings({ drift, model, version }: DriftFindingsProps) {
  const refusal = whyNotMay(useMe().data, 'DEPLOYER', drift.environment)
  // A repair on record may be one of earlier differences.
  const repaired = drift.not_repaired === undefined ? drift.repair_deployment : undefined
  return (
    <>
      <Text size="sm" c="dimmed" component="div">
        {lookOf(drift).means}{' '}
        {drift.looked_at !== undefined && (
          <>
            Looked at <When at={drift.looked_at} />.
          </>
        )}
      </Text>
      {drift.differences.length > 0 && (
        <>
          <Text size="sm" fw={650} mt="md" mb="xs">
            What the release says, and what AWS has
          </Text>
          <Diff
            changes={drift.differences.map((difference) => ({
              field: difference.field,
              before: difference.expected ?? 'nothing',
              after: difference.actual ?? 'nothing',
            }))}
          />
        </>
      )}
      {repaired !== undefined && (
        <Text size="sm" mt="md">
          The environment repairs drift by itself:{' '}
          <Anchor component={Link} to={routes.deployment(repaired)} underline="always">
            see that deployment
          </Anchor>
          .
        </Text>
      )}
      {drift.not_repaired !== undefined && (
        <Text size="sm" mt="md">
          The environment repairs drift by itself, but this was refused: {drift.not_repaired}
        </Text>
      )}
      {differs(drift) && repaired === undefined && (
        <Group mt="md" align="flex-start">
          <div>
            <Text size="sm" fw={650} mb={4}>
              What to do
            </Text>
            <List size="sm" spacing={4}>
              {drift.state !== 'GONE' && model !== undefined && version !== undefined && (
                <List.Item>
                  To put AWS back as the release says,{' '}
                  {refusal === undefined ? (
                    <Anchor
                      component={Link}
                      to={planOf(model, version, drift.environment)}
                      underline="always"
                      size="sm"
                    >
                      deploy {version} again
                    </Anchor>
                  ) : (
                    <>deploy {version} again</>
                  )}
                  : the plan names the differences before anything is done. {refusal}
                </List.Item>
              )}
              {drift.state === 'GONE' ? (
                <List.Item>
                  Retire the endpoint, so that the record says so too. To have it back, promote a version
                  again after that.
                </List.Item>
              ) : (
                <List.Item>
                  To keep the change, write it into the{' '}
                  <Anchor
                    component={Link}
                    to={`${routes.settings}/environments/${drift.environment}`}
                    underline="always"
                    size="sm"
                  >
                    environment
                  </Anchor>{' '}
                  or the endpoint's overrides; otherwise the next deployment undoes it. What others have added
                  beside it stays.
                </List.Item>
              )}
            </List>
          </div>
        </Group>
      )}
    </>
  )
}
