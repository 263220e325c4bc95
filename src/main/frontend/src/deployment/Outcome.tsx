import { Alert, Anchor } from '@mantine/core'
import { IconAlertTriangle, IconArrowBackUp, IconInfoCircle } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { Deployment } from '../api/types'
import { routes } from '../routes'
import classes from './Outcome.module.css'

/** Why a deployment did not go through, and what led on from it. */
export function Outcome({ deployment }: { deployment: Deployment }) {
  const back =
    deployment.state === 'ROLLED_BACK' ||
    deployment.state === 'ROLLING_BACK' ||
    deployment.compensated_by !== undefined
  const bad = deployment.state === 'FAILED' || deployment.state === 'NEEDS_ATTENTION'
  const reason = deployment.reason ?? deployment.abort?.reason
  const next = deployment.compensated_by ?? deployment.retried_by
  if (reason === undefined && next === undefined) return null
  const Icon = bad ? IconAlertTriangle : back ? IconArrowBackUp : IconInfoCircle
  return (
    <Alert
      className={classes.outcome ?? ''}
      data-tone={bad ? 'bad' : back ? 'warn' : 'quiet'}
      icon={<Icon size={20} aria-hidden />}
      title={deployment.abort === undefined ? 'Why' : `Taken back by ${deployment.abort.by}`}
      role="status"
    >
      {reason}
      {deployment.reason_page !== undefined && (
        <>
          {' '}
          <Anchor href={deployment.reason_page} size="sm" underline="always">
            What this means
          </Anchor>
        </>
      )}
      {next !== undefined && (
        <>
          {' '}
          <Link to={routes.deployment(next)}>
            {deployment.compensated_by !== undefined
              ? 'The deployment that takes it back'
              : 'The next attempt'}
          </Link>
        </>
      )}
      {deployment.diagnosis !== undefined && (
        <p>
          {deployment.diagnosis.sentence} {deployment.diagnosis.way_out}
        </p>
      )}
    </Alert>
  )
}
