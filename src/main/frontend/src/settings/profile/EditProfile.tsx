import { Button, Group } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { type Seen, useChangeEnvironment } from '../../api/environments'
import { routes } from '../../routes'
import { ActionBar } from '../../shared/ActionBar'
import { Panel } from '../../shared/Panel'
import { useUnsaved } from '../../shared/unsaved'
import { WhyNot } from '../../shared/WhyNot'
import { Faulty } from './Faulty'
import { faultsOf } from './faults'
import { SECTIONS, shown } from './fields'
import { useForm } from './form'
import { Overtaken } from './Overtaken'
import classes from './Profile.module.css'
import { ProfileField } from './ProfileField'
import { ReviewChange } from './ReviewChange'
import { differences } from './told'

interface EditProfileProps {
  /** The environment as it is now; another revision may come while this one is changed. */
  latest: Seen
  environments: readonly string[]
}

/** Fills in a profile, shows what would change, and saves it as the next revision. */
export function EditProfile({ latest, environments }: EditProfileProps) {
  const go = useNavigate()
  const [base, setBase] = useState(latest)
  const { name } = latest.environment
  const change = useChangeEnvironment(name)
  const faults = faultsOf(change.error)
  const form = useForm({ ...base.environment.profile }, faults, true)
  useUnsaved((form.patch !== undefined || !form.readable) && !change.isSuccess)
  const [reviewing, setReviewing] = useState(false)
  const fields = useRef<HTMLDivElement>(null)
  const overtaken = latest.etag !== base.etag && !change.isSuccess
  const save = () => {
    if (form.patch === undefined) return
    change.mutate(
      { etag: base.etag, profile: form.patch },
      {
        onSuccess: () => void go(`${routes.settings}/environments/${name}`),
        onError: () => setReviewing(false),
      },
    )
  }
  const refused = change.error
  useEffect(() => {
    if (refused !== null) fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refused])
  return (
    <>
      {overtaken && (
        <Overtaken
          base={base.environment}
          latest={latest.environment}
          patch={form.patch}
          goOn={() => {
            form.goOnFrom({ ...latest.environment.profile })
            setBase(latest)
            change.reset()
          }}
        />
      )}
      {!overtaken && refused !== null && <Faulty error={refused} faults={faults} />}
      <div ref={fields} className={classes.sections}>
        {SECTIONS.map((section) => (
          <Panel key={section.title} title={section.title}>
            <div className={classes.fields}>
              {shown(section, form.document).map((field) => (
                <ProfileField key={field.path} field={field} form={form} environments={environments} />
              ))}
            </div>
          </Panel>
        ))}
      </div>
      <ActionBar
        label="What you changed"
        actions={
          <Group gap="sm">
            <Button component={Link} to={`${routes.settings}/environments/${name}`} variant="default">
              Leave it
            </Button>
            <WhyNot reason={whyNotReview(form, overtaken)} onClick={() => setReviewing(true)}>
              See what changes
            </WhyNot>
          </Group>
        }
      >
        {toldShort(differences(base.environment.profile, form.document).length, base.environment.revision)}
      </ActionBar>
      {reviewing && form.patch !== undefined && (
        <ReviewChange
          seen={base.environment}
          after={form.document}
          busy={change.isPending}
          close={() => setReviewing(false)}
          save={save}
        />
      )}
    </>
  )
}

const toldShort = (changes: number, revision: number) =>
  changes === 0
    ? `As revision ${revision} has it.`
    : `${changes} ${changes === 1 ? 'field is' : 'fields are'} other than in revision ${revision}.`

function whyNotReview(form: ReturnType<typeof useForm>, overtaken: boolean): string | undefined {
  if (overtaken) return 'Somebody has changed it meanwhile; see above.'
  if (!form.readable) return 'One field is not JSON yet.'
  return form.patch === undefined ? 'Nothing is other than it was.' : undefined
}
