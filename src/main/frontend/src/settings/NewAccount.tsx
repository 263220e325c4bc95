import { Alert, Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { useCreateAccount } from '../api/accounts'
import { useEnvironments } from '../api/board'
import type { Role } from '../api/types'
import { routes } from '../routes'

const ROLES: readonly { value: Role; label: string }[] = [
  { value: 'VIEWER', label: 'Viewer: sees everything' },
  { value: 'DEPLOYER', label: 'Deployer: promotes and takes back' },
  { value: 'APPROVER', label: 'Approver: agrees to promotions' },
  { value: 'ADMIN', label: 'Admin: changes the environment' },
  { value: 'INVOKER', label: 'Invoker: asks the models' },
]

const isRole = (text: string | null): text is Role => ROLES.some((role) => role.value === text)

/** Makes a service account with one role; the API can give it more. */
export function NewAccount({ opened, close }: { opened: boolean; close: () => void }) {
  const go = useNavigate()
  const environments = useEnvironments().data ?? []
  const create = useCreateAccount()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [role, setRole] = useState<Role>('DEPLOYER')
  const [environment, setEnvironment] = useState('*')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(
      { name: name.trim(), description: description.trim(), grants: [{ role, environment }] },
      {
        onSuccess: (account) => {
          close()
          void go(`${routes.settings}/accounts/${account.name}`)
        },
      },
    )
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title="New service account"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label="Name"
            description="Small letters, digits and dashes. It stays taken for good."
            pattern="[a-z0-9](-?[a-z0-9]){0,62}"
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
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
          {create.isError && (
            <Alert color="red" variant="outline" title="That did not work" role="alert">
              {create.error.message}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Leave it
            </Button>
            <Button type="submit" loading={create.isPending}>
              Make it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
