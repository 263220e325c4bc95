import { useAccessKeys, useIssueAccessKey, useRevokeAccessKey } from '../api/accounts'
import { Credentials } from './Credentials'

/** An account's access keys. */
export function AccessKeys({ account }: { account: string }) {
  return (
    <Credentials
      title="Access keys"
      what="access key"
      example="shop"
      found={useAccessKeys(account)}
      issue={useIssueAccessKey(account)}
      revoke={useRevokeAccessKey(account)}
    >
      For predictions through boto3 or another AWS SDK: it signs with them, and needs the proxy's address as
      its endpoint URL.
    </Credentials>
  )
}
