import { screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { Me } from '../api/types'
import { endpoint } from '../testing/examples'
import { show } from '../testing/render'
import PlaygroundPage from './PlaygroundPage'

afterEach(() => vi.unstubAllGlobals())

const viewer: Me = {
  name: 'token:ada',
  kind: 'USER',
  display_name: 'Ada',
  grants: [{ role: 'VIEWER', environment: 'prod' }],
}

it('who may not ask the model is told so before the first try', async () => {
  vi.stubGlobal('fetch', (request: Request) =>
    Promise.resolve(
      Response.json({ items: request.url.includes('/v1/endpoints') ? [endpoint('prod', 'v1')] : [] }),
    ),
  )
  show(<PlaygroundPage />, { me: viewer })
  const send = await screen.findByRole('button', { name: /^Send/ })
  expect(send.getAttribute('aria-label')).toBe(
    'Send: It needs the role invoker in prod, which you do not have.',
  )
})
