import { Button, Select, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { CredentialInput } from '../api/accounts'
import { refuseHeldEnter } from '../shared/heldEnter'
import { LIFETIMES } from './lifetimes'
import classes from './Settings.module.css'

interface IssueCredentialProps {
  /** What is issued, as the form calls it. */
  what: string
  example: string
  issue: (wanted: CredentialInput, done: () => void) => void
  busy: boolean
  error: Error | null
}

/** Asks what a new credential is for and how long it is good. */
export function IssueCredential({ what, example, issue, busy, error }: IssueCredentialProps) {
  const [name, setName] = useState('')
  const [seconds, setSeconds] = useState<string>(LIFETIMES[1].value)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const lifetime = seconds === '' ? {} : { expires_in_seconds: Number(seconds) }
    issue({ name: name.trim(), ...lifetime }, () => setName(''))
  }
  return (
    <form onSubmit={submit} onKeyDown={refuseHeldEnter}>
      <div className={classes.choice}>
        <TextInput
          label={`What the ${what} is for`}
          placeholder={example}
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Good for"
          w={140}
          data={[...LIFETIMES]}
          value={seconds}
          allowDeselect={false}
          onChange={(value) => setSeconds(value ?? '')}
        />
        <Button type="submit" loading={busy}>
          Issue
        </Button>
      </div>
      {error !== null && (
        <Text size="sm" c="var(--sw-bad)" role="alert">
          {error.message}
        </Text>
      )}
    </form>
  )
}
