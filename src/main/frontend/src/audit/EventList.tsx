import { Anchor } from '@mantine/core'
import { Link } from 'react-router'
import type { AuditEvent } from '../api/types'
import { routes } from '../routes'
import { absolute } from '../time/format'
import { When } from '../time/When'
import classes from './EventList.module.css'

/** Events as sentences; what a machine would want to know unfolds. */
export function EventList({ events }: { events: readonly AuditEvent[] }) {
  return (
    <ol className={classes.events}>
      {events.map((event) => (
        <li key={event.id} className={classes.event}>
          <span className={classes.when}>
            <When at={event.at} printed />
          </span>
          <div className={classes.what}>
            <div className={classes.summary}>{event.summary}</div>
            <div className={classes.meta}>
              <strong>{event.actor}</strong> · {event.type} · {event.subject_type} {event.subject}
              {event.deployment !== undefined && (
                <>
                  {' · '}
                  <Anchor
                    component={Link}
                    to={routes.deployment(event.deployment)}
                    size="xs"
                    underline="always"
                  >
                    deployment
                  </Anchor>
                </>
              )}
            </div>
            <details className={classes.details}>
              <summary>Details</summary>
              <dl>
                <dt>When</dt>
                <dd>
                  {absolute(event.at)}; written down {absolute(event.recorded_at)}
                </dd>
                <dt>Number</dt>
                <dd>{event.sequence}</dd>
                <dt>Hash</dt>
                <dd>
                  <code>{event.hash}</code>
                </dd>
              </dl>
              <pre>{JSON.stringify(event.data, null, 2)}</pre>
            </details>
          </div>
        </li>
      ))}
    </ol>
  )
}
