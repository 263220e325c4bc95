import { Button, Select, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useChangeGrants } from '../api/accounts'
import { useEnvironments } from '../api/board'
import type { Grant, Role, ServiceAccount } from '../api/types'
import { Panel } from '../shared/Panel'
import { ConfirmDialog } from './ConfirmDialog'
import { grantInWords, isRole, ROLES, sameGrant } from './grants'
import classes from './Settings.module.css'

/** What an account may do and where: seen, granted, revoked. */
export function Roles({ account }: { account: ServiceAccount }) {
  const environments = useEnvironments().data ?? []
  const grant = useChangeGrants(account.name)
  const revoke = useChangeGrants(account.name)
  const [role, setRole] = useState<Role>('DEPLOYER')
  const [where, setWhere] = useState('*')
  const [leaving, setLeaving] = useState<Grant>()
  const wanted: Grant = { role, environment: where }
  const has = account.grants.some((one) => sameGrant(one, wanted))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    grant.mutate((now) => [...now.filter((one) => !sameGrant(one, wanted)), wanted])
  }
  return (
    <Panel title="Roles">
      <form onSubmit={submit}>
        <div className={classes.choice}>
          <Select
            label="Role"
            w={290}
            maw="100%"
            data={[...ROLES]}
            value={role}
            allowDeselect={false}
            onChange={(value) => isRole(value) && setRole(value)}
          />
          <Select
            label="Where"
            w={190}
            data={[
              { value: '*', label: 'All environments' },
              ...environments.map((one) => ({ value: one.name, label: one.name })),
            ]}
            value={where}
            allowDeselect={false}
            onChange={(value) => setWhere(value ?? '*')}
          />
          <Button type="submit" loading={grant.isPending} disabled={has}>
            Grant
          </Button>
        </div>
        <Text
          size="sm"
          {...(grant.isError ? { c: 'var(--sw-bad)', role: 'alert' } : { c: 'dimmed' })}
          mb="md"
        >
          {grant.error?.message ??
            (has
              ? 'It has this role already.'
              : 'It counts with the next request; roles of people come from your identity provider.')}
        </Text>
      </form>
      {account.grants.length === 0 ? (
        <Text size="sm" c="dimmed">
          None yet: it is known, and may do nothing.
        </Text>
      ) : (
        <ul className={classes.rows} aria-label="Granted">
          {account.grants.map((one) => (
            <li key={grantInWords(one)} className={classes.row}>
              <Text>{grantInWords(one)}</Text>
              <Button
                size="xs"
                variant="default"
                aria-label={`Revoke ${grantInWords(one)}`}
                onClick={() => setLeaving(one)}
              >
                Revoke
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ConfirmDialog
        title={leaving === undefined ? 'Revoke' : `Revoke ${grantInWords(leaving)}`}
        opened={leaving !== undefined}
        close={() => setLeaving(undefined)}
        act={() =>
          revoke.mutate((now) => now.filter((one) => leaving === undefined || !sameGrant(one, leaving)), {
            onSuccess: () => setLeaving(undefined),
          })
        }
        action="Revoke it"
        busy={revoke.isPending}
        error={revoke.error}
      >
        Whatever uses {account.name} for this is refused from its next request on, by the proxy within five
        seconds. What it has begun goes on.
      </ConfirmDialog>
    </Panel>
  )
}
