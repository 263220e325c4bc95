import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { useLocation, useSearchParams } from 'react-router'

const SETTLES_AFTER_MS = 120

/**
 * The board's filter, which is in the address too. What is typed is kept here first: an address
 * changes when the page has time, and letters that are typed meanwhile would be lost.
 */
export function useFilter() {
  const [address, setAddress] = useSearchParams()
  const { state } = useLocation()
  const wanted = address.get('model') ?? ''
  const typed: boolean = state?.typed === true
  const [text, setText] = useState(wanted)
  const [settled] = useDebouncedValue(text, SETTLES_AFTER_MS)
  const there = useRef(wanted)
  // Before the effect that writes the address, or a link's word would be overwritten by what was typed.
  useEffect(() => {
    there.current = wanted
    if (!typed) setText(wanted)
  }, [wanted, typed])
  useEffect(() => {
    if (settled === there.current) return
    there.current = settled
    setAddress(settled === '' ? {} : { model: settled }, { replace: true, state: { typed: true } })
  }, [settled, setAddress])
  return { text, setText, settled }
}
