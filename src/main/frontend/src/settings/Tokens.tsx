import { Text } from '@mantine/core'
import { useState } from 'react'
import { useRevokeToken, useTokens } from '../api/accounts'
import type { ServiceAccountToken } from '../api/types'
import { Loaded } from '../shared/Loaded'
import { Panel } from '../shared/Panel'
import { Skeletons } from '../shared/Skeletons'
import { Chip } from '../shared/StateChip'
import { WhyNot } from '../shared/WhyNot'
import { absolute } from '../time/format'
import { WallWhen } from '../time/WallWhen'
import { useWallNow } from '../time/wallNow'
import { ConfirmDialog } from './ConfirmDialog'
import { grantsInWords } from './grants'
import { IssueToken } from './IssueToken'
import { tokenStanding } from './lifetimes'
import { OnceSecret } from './OnceSecret'
import classes from './Settings.module.css'

/** An account's tokens. A new one is told once. */
export function Tokens({ account }: { account: string }) {
  const tokens = useTokens(account)
  const [secret, setSecret] = useState<string>()
  return (
    <Panel title="Tokens">
      {secret === undefined ? (
        <IssueToken account={account} issued={setSecret} />
      ) : (
        <OnceSecret title="The new token" secret={secret} done={() => setSecret(undefined)} />
      )}
      <Text component="div" mt="lg">
        <Loaded
          query={tokens}
          loading={<Skeletons rows={2} height={44} />}
          empty={{
            when: (all) => all.length === 0,
            show: (
              <Text size="sm" c="dimmed">
                None yet: without one the account cannot speak to Slipway.
              </Text>
            ),
          }}
        >
          {(all) => (
            <ul className={classes.rows}>
              {all.map((token) => (
                <Row key={token.id} account={account} token={token} />
              ))}
            </ul>
          )}
        </Loaded>
      </Text>
    </Panel>
  )
}

function Row({ account, token }: { account: string; token: ServiceAccountToken }) {
  const now = useWallNow(30_000)
  const revoke = useRevokeToken(account)
  const [asked, setAsked] = useState(false)
  const standing = tokenStanding(token, now)
  return (
    <li className={classes.row}>
      <div>
        <Text component="span" fw={650}>
          {token.name}
        </Text>{' '}
        <Chip tone={standing.tone}>{standing.text}</Chip>
        <Text size="sm" c="dimmed" component="div">
          <code>{token.prefix}…</code> · made <WallWhen at={token.created_at} /> by {token.created_by} ·{' '}
          {token.last_used_at === undefined ? (
            'never used'
          ) : (
            <>
              last used <WallWhen at={token.last_used_at} />
            </>
          )}
          {token.expires_at !== undefined && ` · until ${absolute(token.expires_at)}`}
          {token.scopes !== undefined && ` · only ${grantsInWords(token.scopes)}`}
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
        title={`Revoke ${token.name}`}
        opened={asked}
        close={() => setAsked(false)}
        act={() => revoke.mutate(token.id, { onSuccess: () => setAsked(false) })}
        action="Revoke it"
        busy={revoke.isPending}
        error={revoke.error}
      >
        Whatever uses it is refused from now on. A revoked token does not come back; issue a new one instead.
      </ConfirmDialog>
    </li>
  )
}
