import {
  IconArrowBackUp,
  IconCheck,
  IconCircle,
  IconMinus,
  IconPlayerPlayFilled,
  IconTrash,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './Timeline.module.css'

export type TimelineState = 'done' | 'now' | 'ahead' | 'turned' | 'undone' | 'left'

export interface TimelineItem {
  key: string
  state: TimelineState
  title: string
  aside?: ReactNode
  body?: ReactNode
}

const ICONS = {
  done: IconCheck,
  now: IconPlayerPlayFilled,
  ahead: IconCircle,
  turned: IconArrowBackUp,
  undone: IconTrash,
  left: IconMinus,
}

const WORDS: Record<TimelineState, string> = {
  done: 'done',
  now: 'under way',
  ahead: 'to come',
  turned: 'turned back here',
  undone: 'done and undone',
  left: 'not reached',
}

/** What happens in order: what is done, what is under way, what is to come. */
export function Timeline({ items, label }: { items: readonly TimelineItem[]; label: string }) {
  return (
    <ol className={classes.timeline} aria-label={label}>
      {items.map((item) => {
        const Icon = ICONS[item.state]
        return (
          <li
            key={item.key}
            className={classes.item}
            data-state={item.state}
            {...(item.state === 'now' ? { 'aria-current': 'step' as const } : {})}
          >
            <span className={classes.mark} aria-hidden>
              <span>
                <Icon size={12} stroke={2.6} />
              </span>
            </span>
            <span className={classes.title}>
              {item.title}
              <span className="hidden-visually">, {WORDS[item.state]}</span>
            </span>
            {item.aside !== undefined && <span className={classes.aside}>{item.aside}</span>}
            {item.body !== undefined && <div className={classes.body}>{item.body}</div>}
          </li>
        )
      })}
    </ol>
  )
}
