import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCheck,
  IconCircleDashed,
  IconClock,
  IconLoader2,
  IconX,
} from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import type { DeploymentState } from '../api/types'
import classes from './StateChip.module.css'
import { deploymentLook, type Tone } from './tones'

type Icon = ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>

const TONE_ICON: Record<Tone, Icon> = {
  good: IconCheck,
  moving: IconLoader2,
  waiting: IconClock,
  warn: IconAlertTriangle,
  bad: IconX,
  quiet: IconCircleDashed,
}

interface ChipProps {
  tone: Tone
  children: ReactNode
  icon?: Icon
}

/** A state as icon, text and colour, so that none of them is needed alone. */
export function Chip({ tone, children, icon }: ChipProps) {
  const Picture = icon ?? TONE_ICON[tone]
  const turning = Picture === IconLoader2
  return (
    <span className={turning ? `${classes.chip} ${classes.turning}` : classes.chip} data-tone={tone}>
      <Picture size={13} stroke={2.2} aria-hidden />
      {children}
    </span>
  )
}

/** The state of a deployment. */
export function StateChip({ state }: { state: DeploymentState }) {
  const look = deploymentLook[state]
  const back = state === 'ROLLED_BACK' || state === 'ROLLING_BACK'
  return (
    <Chip tone={look.tone} {...(back ? { icon: IconArrowBackUp } : {})}>
      {look.text}
    </Chip>
  )
}
