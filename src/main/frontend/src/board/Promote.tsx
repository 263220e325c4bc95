import { Button } from '@mantine/core'
import { IconArrowUpRight } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useMe } from '../api/session'
import { planOf } from '../routes'
import { may } from '../session/may'
import classes from './Board.module.css'

interface PromoteProps {
  model: string
  environment: string
  version: string | undefined
}

/** Leads whoever may to the plan of bringing a version here; nothing is deployed from the board itself. */
export function Promote({ model, environment, version }: PromoteProps) {
  const me = useMe().data
  if (version === undefined || !may(me, 'DEPLOYER', environment)) return null
  return (
    <Button
      component={Link}
      to={planOf(model, version, environment)}
      size="compact-xs"
      className={classes.promote ?? ''}
      data-promote
      rightSection={<IconArrowUpRight size={13} aria-hidden />}
      aria-label={`Promote ${version} of ${model} to ${environment}`}
    >
      Promote {version}
    </Button>
  )
}
