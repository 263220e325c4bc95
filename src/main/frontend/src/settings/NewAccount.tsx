import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useCreateAccount } from '../api/accounts'
import { useEnvironments } from '../api/board'
import type { Role } from '../api/types'
import { routes } from '../routes'
import { isRole, ROLES } from './grants'
import { NewDialog } from './NewDialog'

/** Makes a service account with one role; its page can give it more. */
export function NewAccount({ opened, close }: { opened: boolean; close: () => void }) {
  const go = useNavigate()
  const environments = useEnvironments().data ?? []
  const create = useCreateAccount()
  const [description, setDescription] = useState('')
  const [role, setRole] = useState<Role>('DEPLOYER')
  const [environment, setEnvironment] = useState('*')
  const make = (name: string) =>
    create.mutate(
      { name, description: description.trim(), grants: [{ role, environment }] },
      {
        onSuccess: (account) => {
          close()
          void go(`${routes.settings}/accounts/${account.name}`)
        },
      },
    )
  return (
    <NewDialog
      title="New service account"
      opened={opened}
      close={close}
      naming="Small letters, digits and dashes. It stays taken for good."
      make={make}
      busy={create.isPending}
      error={create.error}
    >
      <TextInput
        label="What for"
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <Select
        label="Role"
        data={[...ROLES]}
        value={role}
        allowDeselect={false}
        onChange={(value) => isRole(value) && setRole(value)}
      />
      <Select
        label="Where"
        data={[
          { value: '*', label: 'All environments' },
          ...environments.map((one) => ({ value: one.name, label: one.name })),
        ]}
        value={environment}
        allowDeselect={false}
        onChange={(value) => setEnvironment(value ?? '*')}
      />
    </NewDialog>
  )
}
