import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { NavigationType, useLocation, useNavigationType, useSearchParams } from 'react-router'

/**
 * A filter that is in the address too. What is filled in is kept here first: an address changes when
 * the page has time, and letters that are typed meanwhile would be lost.
 *
 * @param settlesAfterMs how long nothing has to change before it counts and the address says it
 */
export function useFilled(settlesAfterMs: number) {
  const [address, setAddress] = useSearchParams()
  const { state } = useLocation()
  // An entry that is gone back to was typed once, and is news here.
  const isOwn = useNavigationType() !== NavigationType.Pop && state?.typed === true
  const wanted = address.toString()
  const [filled, fill] = useState(wanted)
  const [settled, settle] = useState(wanted)
  const write = useDebouncedCallback((next: string) => {
    settle(next)
    setAddress(next, { replace: true, state: { typed: true } })
  }, settlesAfterMs)
  useEffect(() => {
    if (isOwn) return
    // Or a link's word would be overwritten by what was typed before.
    write.cancel()
    fill(wanted)
    settle(wanted)
  }, [wanted, isOwn, write])
  const at = (name: string) => new URLSearchParams(filled).get(name)
  /** Fills in one of its names; nothing takes it away. */
  const put = (name: string, value: string | null) => {
    const next = new URLSearchParams(filled)
    if (value === null || value === '') next.delete(name)
    else next.set(name, value)
    fill(next.toString())
    write(next.toString())
  }
  return { at, put, settled }
}
