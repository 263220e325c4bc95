import { Button, Select, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useIssueToken } from '../api/accounts'
import { LIFETIMES } from './lifetimes'
import classes from './Settings.module.css'

/** Asks for a new token and hands its secret on. */
export function IssueToken({ account, issued }: { account: string; issued: (secret: string) => void }) {
  const issue = useIssueToken(account)
  const [name, setName] = useState('')
  const [seconds, setSeconds] = useState<string>(LIFETIMES[1].value)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    issue.mutate(
      { name: name.trim(), ...(seconds === '' ? {} : { expires_in_seconds: Number(seconds) }) },
      {
        onSuccess: ({ token }) => {
          setName('')
          if (token !== undefined) issued(token)
        },
      },
    )
  }
  return (
    <form onSubmit={submit}>
      <div className={classes.choice}>
        <TextInput
          label="What the token is for"
          placeholder="pipeline"
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
        <Button type="submit" loading={issue.isPending}>
          Issue
        </Button>
      </div>
      {issue.isError && (
        <Text size="sm" c="var(--sw-bad)" role="alert">
          {issue.error.message}
        </Text>
      )}
    </form>
  )
}
