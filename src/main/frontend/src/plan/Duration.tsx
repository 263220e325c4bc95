import { Text } from '@mantine/core'
import type { Plan } from '../api/types'
import { useCloudClock } from '../time/cloudNow'
import { span } from '../time/format'
import classes from './Duration.module.css'

/** How long it should take, and with what. */
export function Duration({ expected }: { expected: Plan['expected_seconds'] }) {
  const clock = useCloudClock()
  return (
    <div>
      <Text fw={650} mb="xs">
        About {span(expected.total)}
        {clock.speed > 1 && (
          <Text span c="dimmed" fw={400}>
            {' '}
            of AWS time, {span(expected.total / clock.speed)} here
          </Text>
        )}
      </Text>
      <div className={classes.bar} aria-hidden>
        <span className={classes.provisioning} style={{ flexGrow: expected.provisioning }} />
        <span className={classes.baking} style={{ flexGrow: expected.baking }} />
      </div>
      <div className={classes.legend}>
        <span style={{ '--dot': 'var(--sw-blue-fleet)' }}>
          Starting instances {span(expected.provisioning)}
        </span>
        <span style={{ '--dot': 'var(--sw-bake)' }}>Baking {span(expected.baking)}</span>
      </div>
    </div>
  )
}
