import { screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { keys } from '../api/keys'
import { endpoint, environment, model, unsettled } from '../testing/examples'
import { show } from '../testing/render'
import { Board } from './Board'

afterEach(() => vi.unstubAllGlobals())

const never = new Promise<Response>(() => undefined)

it('a board waits for the deployments, without which nothing would be said to move', async () => {
  const found: Record<string, unknown[]> = {
    '/v1/models': [model('fraud-detector')],
    '/v1/environments': [environment('prod', '2026-01-01')],
    '/v1/endpoints': [endpoint('prod', 'v1')],
  }
  vi.stubGlobal('fetch', (request: Request) => {
    const { pathname } = new URL(request.url)
    const items = found[pathname]
    return items === undefined ? never : Promise.resolve(Response.json({ items }))
  })
  const { queries } = show(<Board />)
  await waitFor(() => expect(queries.getQueryData(keys.endpoints)).toBeDefined())
  expect(await screen.findByLabelText('Loading')).toBeDefined()
  expect(screen.queryByRole('table')).toBeNull()
})

it('a cell names all that may serve, and says that this is open', async () => {
  const found: Record<string, unknown[]> = {
    '/v1/models': [model('fraud-detector')],
    '/v1/environments': [environment('prod', '2026-01-01')],
    '/v1/endpoints': [unsettled(endpoint('prod', 'v2', 2), 3)],
  }
  vi.stubGlobal('fetch', (request: Request) =>
    Promise.resolve(Response.json({ items: found[new URL(request.url).pathname] ?? [], alarms: [] })),
  )
  show(<Board />)
  expect(await screen.findByText('v2 or v3')).toBeDefined()
  const why = screen.getByRole('link', { name: 'It is not settled which release serves.' })
  expect(why.textContent).toBe('Not settled')
  expect(screen.queryByText('Live')).toBeNull()
})
