import { useIssueToken, useRevokeToken, useTokens } from '../api/accounts'
import { Credentials } from './Credentials'

/** An account's tokens. */
export function Tokens({ account }: { account: string }) {
  return (
    <Credentials
      title="Tokens"
      what="token"
      example="pipeline"
      found={useTokens(account)}
      issue={useIssueToken(account)}
      revoke={useRevokeToken(account)}
    >
      For the API and for predictions, in the header Authorization.
    </Credentials>
  )
}
