import { useEffect, useState } from 'react'

/** The reader's own time, read again every so often while the caller is shown. */
export function useWallNow(every: number): number {
  const [now, look] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => look(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}
