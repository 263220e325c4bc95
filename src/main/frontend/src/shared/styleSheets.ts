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
 */
export async function styleSheetsAnew(): Promise<void> {
  await Promise.all([...failed].map(anew))
}

const anew = (link: HTMLLinkElement) =>
  new Promise((resolve, reject) => {
    const next = document.createElement('link')
    next.rel = 'stylesheet'
    next.href = link.href
    next.addEventListener('load', resolve)
    next.addEventListener('error', reject)
    failed.delete(link)
    link.replaceWith(next)
  })
