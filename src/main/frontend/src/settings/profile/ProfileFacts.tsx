import { Text } from '@mantine/core'
import { Facts } from '../../shared/Facts'
import { flatten, inWords } from '../../shared/flatten'
import { isDocument } from '../../shared/mergePatch'
import { Panel } from '../../shared/Panel'
import { at } from './draft'
import { fieldOf, SECTIONS } from './fields'
import classes from './Profile.module.css'
import { told } from './told'

/** What a profile says, under the names that people know and with units. */
export function ProfileFacts({ profile }: { profile: object }) {
  const document = isDocument(profile) ? profile : {}
  const unknown = flatten(document).filter((leaf) => fieldOf(leaf.field) === undefined)
  return (
    <div className={classes.facts}>
      {SECTIONS.map((section) => {
        const set = section.fields.filter((field) => !isNothing(at(document, field.path)))
        return (
          <Panel key={section.title} title={section.title}>
            {set.length === 0 ? (
              <Text size="sm" c="dimmed">
                Nothing is set.
              </Text>
            ) : (
              <Facts facts={set.map((field) => [field.label, told(field, at(document, field.path))])} />
            )}
          </Panel>
        )
      })}
      {unknown.length > 0 && (
        <Panel title="More">
          <Facts facts={unknown.map((leaf) => [leaf.field, inWords(leaf.value)])} />
        </Panel>
      )}
    </div>
  )
}

const isNothing = (value: unknown) =>
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  (isDocument(value) && Object.keys(value).length === 0)
