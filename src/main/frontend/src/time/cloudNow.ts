import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, body } from '../api/client'
import { keys } from '../api/keys'

/** How the cloud's clock runs beside the reader's; the simulator's may be faster. */
export interface CloudClock {
  simulated: boolean
  speed: number
  now: () => number
}

const OURS: CloudClock = { simulated: false, speed: 1, now: () => Date.now() }

export const useSimulator = () =>
  useQuery({
    queryKey: keys.simulator,
    queryFn: async () => ({ ...(await body(api.GET('/v1/simulator'))), readAt: Date.now() }),
    staleTime: 30_000,
    refetchInterval: (query) => (query.state.data?.running ? 30_000 : false),
  })

export function useCloudClock(): CloudClock {
  const { data } = useSimulator()
  if (data === undefined || !data.running) return OURS
  const then = Date.parse(data.now)
  return { simulated: true, speed: data.speed, now: () => then + (Date.now() - data.readAt) * data.speed }
}

/** Cloud time, read again every so often while the caller is shown. */
export function useCloudNow(every = 1000): number {
  const clock = useCloudClock()
  const [, beat] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => beat((count) => count + 1), every)
    return () => clearInterval(timer)
  }, [every])
  return clock.now()
}
