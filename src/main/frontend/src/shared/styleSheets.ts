const failed = new Set<HTMLLinkElement>()

// Such an event does not bubble; on its way down it can be heard.
document.addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') failed.add(target)
  },
  true,
)

/**
 * Loads the style sheets again that did not come. Vite asks for each one once, and would then show a
 * part of the program without its own.
 *
 * @returns the addresses of those that did not come this time either
 */
export async function styleSheetsAnew(): Promise<string[]> {
  await Promise.all([...failed].map(anew))
  return missing()
}

/** The addresses of those that did not come. */
export const missing = (): string[] => [...failed].map((link) => link.href)

const anew = (link: HTMLLinkElement) =>
  new Promise((settled) => {
    const next = document.createElement('link')
    next.rel = 'stylesheet'
    next.href = link.href
    next.addEventListener('load', settled)
    next.addEventListener('error', settled)
    failed.delete(link)
    link.replaceWith(next)
  })
