import { useState } from 'react'
import { useCloudClock, useSimulator } from './cloudNow'

/**
 * The cloud's time when something came to be as it is, such as a filter: what counted from a time
 * that moves on would be asked without end. Undefined while it is not known whose clock that is.
 */
export function useCloudMoment(something: string): number | undefined {
  const clock = useCloudClock()
  const isUnknown = useSimulator().isPending
  const [seen, see] = useState<{ something: string; at: number }>()
  if (!isUnknown && seen?.something !== something) see({ something, at: clock.now() })
  return seen?.something === something ? seen.at : undefined
}
