import {
  IconArrowsDiff,
  IconChecks,
  IconFlask2,
  IconHistory,
  IconLayoutBoard,
  IconListDetails,
  IconPlayerPlay,
  IconSettings,
} from '@tabler/icons-react'
import { routes } from '../routes'

/** The views that one can go to, in their order. */
export const places = [
  { to: routes.board, label: 'Board', icon: IconLayoutBoard },
  { to: routes.deployments, label: 'Deployments', icon: IconListDetails },
  { to: routes.approvals, label: 'Approvals', icon: IconChecks },
  { to: routes.drift, label: 'Drift', icon: IconArrowsDiff },
  { to: routes.playground, label: 'Playground', icon: IconPlayerPlay },
  { to: routes.audit, label: 'Audit', icon: IconHistory },
  { to: routes.settings, label: 'Settings', icon: IconSettings },
] as const

/** There only where the cloud is simulated. */
export const localPlace = { to: routes.local, label: 'Local mode', icon: IconFlask2 } as const
