import { Text } from '@mantine/core'
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Credential, CredentialInput, Secret } from '../api/accounts'
import { Loaded } from '../shared/Loaded'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { CredentialRow } from './CredentialRow'
import { IssueCredential } from './IssueCredential'
import { OnceSecret } from './OnceSecret'
import classes from './Settings.module.css'

interface CredentialsProps {
  title: string
  /** One of them, in the middle of a sentence. */
  what: string
  example: string
  /** What they are good for, and what is so while there is none. */
  children: ReactNode
  found: UseQueryResult<Credential[]>
  issue: UseMutationResult<Secret[], Error, CredentialInput>
  revoke: UseMutationResult<void, Error, string>
}

/** What an account is known by: issued, told once, listed, revoked. */
export function Credentials({ title, what, example, children, found, issue, revoke }: CredentialsProps) {
  const [secrets, setSecrets] = useState<Secret[]>()
  return (
    <Panel title={title}>
      <Text size="sm" c="dimmed" mb="sm">
        {children}
      </Text>
      {secrets === undefined ? (
        <IssueCredential
          what={what}
          example={example}
          issue={(wanted, done) =>
            issue.mutate(wanted, {
              onSuccess: (told) => {
                done()
                setSecrets(told)
              },
            })
          }
          busy={issue.isPending}
          error={issue.error}
        />
      ) : (
        <OnceSecret title={`The new ${what}`} secrets={secrets} done={() => setSecrets(undefined)} />
      )}
      <Text component="div" mt="lg">
        <Loaded
          query={found}
          loading={<Skeletons rows={2} height={44} />}
          empty={{
            when: (all) => all.length === 0,
            show: (
              <Text size="sm" c="dimmed">
                None yet.
              </Text>
            ),
          }}
        >
          {(all) => (
            <ul className={classes.rows}>
              {all.map((credential) => (
                <CredentialRow key={credential.id} what={what} credential={credential} revoke={revoke} />
              ))}
            </ul>
          )}
        </Loaded>
      </Text>
    </Panel>
  )
}
