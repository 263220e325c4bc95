import { Text } from '@mantine/core'
import type { UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { Credential } from '../api/accounts'
import { Chip } from '../shared/StateChip'
import { WhyNot } from '../shared/WhyNot'
import { absolute } from '../time/format'
import { WallWhen } from '../time/WallWhen'
import { useWallNow } from '../time/wallNow'
import { ConfirmDialog } from './ConfirmDialog'
import { grantsInWords } from './grants'
import { standingOf } from './lifetimes'
import classes from './Settings.module.css'

interface CredentialRowProps {
  what: string
  credential: Credential
  revoke: UseMutationResult<void, Error, string>
}

/** One credential: whose it is, when it was last used, and the way to end it. */
export function CredentialRow({ what, credential, revoke }: CredentialRowProps) {
  const now = useWallNow(30_000)
  const [asked, setAsked] = useState(false)
  const standing = standingOf(credential, now)
  return (
    <li className={classes.row}>
      <div>
        <Text component="span" fw={650}>
          {credential.name}
        </Text>{' '}
        <Chip tone={standing.tone}>{standing.text}</Chip>
        <Text size="sm" c="dimmed" component="div">
          <code>{credential.shown}</code> · made <WallWhen at={credential.created_at} /> by{' '}
          {credential.created_by} ·{' '}
          {credential.last_used_at === undefined ? (
            'never used'
          ) : (
            <>
              last used <WallWhen at={credential.last_used_at} />
            </>
          )}
          {credential.expires_at !== undefined && ` · until ${absolute(credential.expires_at)}`}
          {credential.scopes !== undefined && ` · only ${grantsInWords(credential.scopes)}`}
        </Text>
      </div>
      <WhyNot
        size="xs"
        variant="default"
        reason={standing.tone === 'good' ? undefined : 'It opens nothing any more.'}
        onClick={() => setAsked(true)}
      >
        Revoke
      </WhyNot>
      <ConfirmDialog
        title={`Revoke ${credential.name}`}
        opened={asked}
        close={() => setAsked(false)}
        act={() => revoke.mutate(credential.id, { onSuccess: () => setAsked(false) })}
        action="Revoke it"
        busy={revoke.isPending}
        error={revoke.error}
      >
        Whatever uses it is refused from now on, by the proxy within five seconds. A revoked {what} does not
        come back; issue a new one instead.
      </ConfirmDialog>
    </li>
  )
}
