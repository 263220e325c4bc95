import { useCloudClock } from './cloudNow'

/**
 * How often, in the reader's milliseconds, to look at what no stream tells and AWS measures: so
 * many seconds of its time, within bounds.
 */
export function useLookEvery(cloudSeconds: number): number {
  const { speed } = useCloudClock()
  return Math.min(15_000, Math.max(1_500, (cloudSeconds * 1000) / speed))
}
