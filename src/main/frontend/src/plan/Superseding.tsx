import { Alert, Anchor } from '@mantine/core'
import { Link } from 'react-router'
import { useDeployment } from '../api/deployments'
import { useRelease } from '../api/releases'
import { routes } from '../routes'

/** What is taken back for it, so that nobody's work ends without its being said. */
export function Superseding({ id, coming }: { id: string; coming: string }) {
  const running = useDeployment(id).data
  const version = useRelease(running?.endpoint ?? '', running?.release).data?.model_version
  return (
    <Alert
      variant="outline"
      color="var(--sw-warn)"
      mb="lg"
      title="A deployment that runs is taken back first"
    >
      {running !== undefined &&
        `${version ?? `Release ${running.release}`} on ${running.endpoint}, asked for by ${running.requested_by}: “${running.requested_reason}”. `}
      {coming} begins once that has ended.{' '}
      <Anchor component={Link} to={routes.deployment(id)} inherit>
        Watch it
      </Anchor>
    </Alert>
  )
}
