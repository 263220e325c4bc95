import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Promotion } from '../api/types'
import { routes } from '../routes'
import { useCloudNow } from '../time/cloudNow'
import { coarse } from '../time/format'
import { When } from '../time/When'
import classes from './Approvals.module.css'

/** Who asked for a promotion, when, for which endpoint, and why. */
export function AskedFor({ promotion }: { promotion: Promotion }) {
  return (
    <>
      <Text size="sm" c="dimmed" component="div" mt={4}>
        {promotion.requested_by} asked for it <When at={promotion.created_at} />
        {promotion.from !== undefined && `, from ${promotion.from}`}, for{' '}
        <Anchor component={Link} to={routes.endpoint(promotion.endpoint)} size="sm" underline="always">
          {promotion.endpoint}
        </Anchor>
        {promotion.expires_at !== undefined && <Expiry at={promotion.expires_at} />}
      </Text>
      <blockquote className={classes.quote}>{promotion.reason}</blockquote>
    </>
  )
}

function Expiry({ at }: { at: string }) {
  const now = useCloudNow(30_000)
  return `. It waits for ${coarse((Date.parse(at) - now) / 1000)} more.`
}
