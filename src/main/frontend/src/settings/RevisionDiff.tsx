import { Select, Text } from '@mantine/core'
import { useState } from 'react'
import type { EnvironmentRevision } from '../api/types'
import { Diff } from '../shared/Diff'
import { Panel } from '../shared/Panel'
import { When } from '../time/When'
import { differences } from './profile/told'
import classes from './Settings.module.css'

/** What changed between two revisions, and who changed it. The latest is compared at first. */
export function RevisionDiff({ revisions }: { revisions: readonly EnvironmentRevision[] }) {
  const [latest, previous] = revisions
  const [chosen, choose] = useState({ from: previous?.revision, to: latest?.revision })
  const find = (number: number | undefined) => revisions.find((one) => one.revision === number)
  const before = find(chosen.from)
  const after = find(chosen.to)
  const options = revisions.map((one) => ({ value: `${one.revision}`, label: `Revision ${one.revision}` }))
  const changes =
    before === undefined || after === undefined ? [] : differences(before.profile, after.profile)
  return (
    <Panel title="What changed">
      <div className={classes.choice}>
        <Select
          label="From"
          w={150}
          data={options}
          value={`${chosen.from}`}
          allowDeselect={false}
          onChange={(value) => choose({ ...chosen, from: Number(value) })}
        />
        <Select
          label="To"
          w={150}
          data={options}
          value={`${chosen.to}`}
          allowDeselect={false}
          onChange={(value) => choose({ ...chosen, to: Number(value) })}
        />
        {after !== undefined && (
          <Text size="sm" c="dimmed" component="div" pb={8}>
            Revision {after.revision} is by {after.created_by}, <When at={after.created_at} />
          </Text>
        )}
      </div>
      {changes.length === 0 ? (
        <Text size="sm" c="dimmed">
          They say the same.
        </Text>
      ) : (
        <Diff changes={changes} />
      )}
    </Panel>
  )
}
