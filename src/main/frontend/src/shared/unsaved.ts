import { useEffect } from 'react'

const QUESTION = 'What you changed is not saved. Leave it all the same?'

/** The parts of the page that hold something which is not saved. */
const held = new Set<symbol>()
let stop: (() => void) | undefined

/** Whether what is not saved may be lost; asks where there is any. */
export function mayLeave(): boolean {
  const may = held.size === 0 || window.confirm(QUESTION)
  // Asked once is enough, also where a link leads out of the page.
  if (may) held.clear()
  return may
}

/**
 * Has whoever leaves asked first while something is not saved: by a link, by going back, or by
 * closing the page. What closes without any of these asks mayLeave itself.
 */
export function useUnsaved(unsaved: boolean) {
  useEffect(() => {
    if (!unsaved) return
    const part = Symbol()
    held.add(part)
    stop ??= watchTheDoors()
    return () => {
      held.delete(part)
      if (held.size > 0) return
      stop?.()
      stop = undefined
    }
  }, [unsaved])
}

function watchTheDoors(): () => void {
  const steps = refuseSteps()
  window.addEventListener('beforeunload', refuseUnload)
  window.addEventListener('popstate', steps, true)
  document.addEventListener('click', refuseLink, true)
  return () => {
    window.removeEventListener('beforeunload', refuseUnload)
    window.removeEventListener('popstate', steps, true)
    document.removeEventListener('click', refuseLink, true)
  }
}

function refuseUnload(event: BeforeUnloadEvent) {
  if (held.size > 0) event.preventDefault()
}

/** Before the router hears of the click. Another tab takes nothing away. */
function refuseLink(event: MouseEvent) {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!(link instanceof HTMLAnchorElement) || link.target === '_blank') return
  if (link.getAttribute('href')?.startsWith('#') || mayLeave()) return
  event.preventDefault()
  event.stopPropagation()
}

/** A step in the history has been taken when it is told, so one that is refused is taken back. */
function refuseSteps(): (event: PopStateEvent) => void {
  const here = indexOf(window.history.state)
  let returning = false
  return (event) => {
    const away = here - indexOf(event.state)
    if (returning) {
      returning = false
      event.stopImmediatePropagation()
    } else if (away !== 0 && Number.isFinite(away) && !mayLeave()) {
      returning = true
      event.stopImmediatePropagation()
      window.history.go(away)
    }
  }
}

/** At which place in the history the router says that a page is. */
function indexOf(state: unknown): number {
  return typeof state === 'object' && state !== null ? Number(Reflect.get(state, 'idx')) : Number.NaN
}
