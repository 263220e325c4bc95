import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

// jsdom lays nothing out, so what asks for the window's shape is told that of a desktop. These are
// there for good, where a test's own stubs go with it.
Object.assign(globalThis, {
  matchMedia: (query: string) => ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
    dispatchEvent: () => false,
  }),
  ResizeObserver: class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
  // Node's knows no addresses without an origin, which are those that a page asks.
  Request: class extends Request {
    constructor(asked: RequestInfo | URL, options?: RequestInit) {
      super(typeof asked === 'string' ? new URL(asked, 'http://localhost') : asked, options)
    }
  },
})
// Nor does it load fonts, which texts that grow wait for.
Object.defineProperty(document, 'fonts', { value: new EventTarget() })
// Nor does it scroll, which lists that open do.
Element.prototype.scrollIntoView = () => undefined

configure({ asyncUtilTimeout: 10_000 })

afterEach(cleanup)
