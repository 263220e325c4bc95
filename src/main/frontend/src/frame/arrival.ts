import { useEffect, useRef } from 'react'
import { NavigationType, useLocation, useNavigationType } from 'react-router'

/**
 * Begins another page at its top with the focus in its content, as a browser does where a page is
 * loaded; what had the focus is gone. Going back leaves the place to the browser.
 */
export function useArrival(content: string) {
  const { pathname } = useLocation()
  const kind = useNavigationType()
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    if (kind !== NavigationType.Pop) window.scrollTo(0, 0)
    document.getElementById(content)?.focus({ preventScroll: true })
  }, [content, pathname, kind])
}
