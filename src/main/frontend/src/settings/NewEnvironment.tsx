import { Select } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useEnvironments } from '../api/board'
import { type EnvironmentInput, useCreateEnvironment } from '../api/environments'
import { routes } from '../routes'
import { NewDialog } from './NewDialog'
import { at } from './profile/draft'
import { faultsOf, unsaid } from './profile/faults'
import { FIELDS, type Field } from './profile/fields'
import { useForm } from './profile/form'
import { ProfileField } from './profile/ProfileField'

const PRESETS = [
  { value: 'guarded', label: 'Guarded: 10 % canary, 15 min and 30 min of baking, a judge' },
  { value: 'article', label: 'Article: canary of one instance, 5 min and 2 min of baking' },
] as const

type Preset = (typeof PRESETS)[number]['value']

/** One instance has no part that could go first, as both presets would have it. */
const ALONE: Field = {
  path: 'rollout.strategy',
  label: 'Traffic moves',
  hint: 'A canary needs two instances; one is replaced all at once.',
  input: { kind: 'choice', choices: [['ALL_AT_ONCE', 'All at once']] },
  when: (profile) =>
    at(profile, 'hosting.instance_count') === 1 || at(profile, 'rollout.strategy') !== undefined,
}

/** What no preset can know; everything else can be changed once the environment is there. */
const ASKED = [
  'location.account_id',
  'location.region',
  'predecessor',
  'hosting.instance_type',
  'hosting.instance_count',
  ALONE.path,
  'execution_role.managed',
  'execution_role.arn',
]

const BEGUN = {
  location: { account_id: '', region: '' },
  execution_role: { managed: true },
  hosting: { instance_type: 'ml.m5.large', instance_count: 2 },
}

/** Makes an environment whose figures come from a preset. */
export function NewEnvironment({ opened, close }: { opened: boolean; close: () => void }) {
  const go = useNavigate()
  const environments = (useEnvironments().data ?? []).map((one) => one.name)
  const create = useCreateEnvironment()
  const [preset, setPreset] = useState<Preset>('guarded')
  const faults = faultsOf(create.error)
  const form = useForm(BEGUN, faults, false)
  const fields = ASKED.map((path) => [ALONE, ...FIELDS].find((one) => one.path === path)).filter(
    (one): one is Field => one !== undefined && (one.when?.(form.document) ?? true),
  )
  const make = (name: string) =>
    create.mutate(
      // The form writes what the API describes, and the API says at which field it is not so.
      { name, preset, profile: form.document as EnvironmentInput['profile'] },
      {
        onSuccess: () => {
          close()
          void go(`${routes.settings}/environments/${name}`)
        },
      },
    )
  return (
    <NewDialog
      title="New environment"
      opened={opened}
      close={close}
      naming="Small letters, digits and dashes, such as staging."
      make={make}
      busy={create.isPending}
      error={create.error}
      {...(faults.at.size > 0 ? { unsaid: unsaid(faults, fields) } : {})}
      changed={(form.patch !== undefined || preset !== 'guarded') && !create.isSuccess}
    >
      <Select
        label="Preset"
        description="Where the figures come from that are not asked for here."
        data={[...PRESETS]}
        value={preset}
        allowDeselect={false}
        onChange={(value) => setPreset(value === 'article' ? 'article' : 'guarded')}
      />
      {fields.map((field) => (
        <ProfileField key={field.path} field={field} form={form} environments={environments} />
      ))}
    </NewDialog>
  )
}
