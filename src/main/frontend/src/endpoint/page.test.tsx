import { screen, waitFor } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { afterEach, expect, it, vi } from 'vitest'
import { SessionGate } from '../session/SessionGate'
import { endpoint } from '../testing/examples'
import { show } from '../testing/render'
import EndpointPage from './EndpointPage'

afterEach(() => vi.unstubAllGlobals())

const refused = (status: number) =>
  Response.json({ code: 'forbidden', detail: 'You may not.', request_id: 'r-1' }, { status })

it('an endpoint has its name as a heading, whether it is loading or may not be seen', async () => {
  const answers: ((response: Response) => void)[] = []
  vi.stubGlobal('fetch', () => new Promise((resolve) => answers.push(resolve)))
  show(
    <Routes>
      <Route path="/endpoints/:endpoint" element={<EndpointPage />} />
    </Routes>,
    { at: '/endpoints/prod-fraud-detector' },
  )
  const heading = () => screen.getByRole('heading', { level: 1, name: 'prod-fraud-detector' })
  expect(heading()).toBeDefined()
  expect(document.title).toBe('prod-fraud-detector · Slipway')
  await waitFor(() => expect(answers).toHaveLength(1))
  answers[0]?.(refused(403))
  await screen.findByText('You may not see this')
  expect(heading()).toBeDefined()
  expect(screen.queryByRole('link', { name: 'Try it' })).toBeNull()
})

it.each([true, false])('what is retired is not said to be compared once more: %s', async (retired) => {
  const drift = { state: 'DEPLOYING', differences: [], endpoint: 'prod-fraud-detector', environment: 'prod' }
  vi.stubGlobal('fetch', (request: Request) =>
    Promise.resolve(
      Response.json(
        request.url.endsWith('/drift')
          ? drift
          : request.url.endsWith('/prod-fraud-detector')
            ? { ...endpoint('prod'), retired }
            : { items: [] },
      ),
    ),
  )
  show(
    <Routes>
      <Route path="/endpoints/:endpoint" element={<EndpointPage />} />
    </Routes>,
    {
      at: '/endpoints/prod-fraud-detector',
      me: { name: 'ada', kind: 'USER', display_name: 'Ada', grants: [] },
    },
  )
  await screen.findByRole('region', { name: 'Settings' })
  if (retired) expect(screen.queryByRole('region', { name: 'Drift' })).toBeNull()
  else await screen.findByText(/it is compared afterwards/)
})

it('a service that cannot be reached at all is told under a heading', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(refused(500)))
  show(<SessionGate>let in</SessionGate>)
  await screen.findByRole('alert')
  expect(screen.getByRole('heading', { level: 1, name: 'Slipway' })).toBeDefined()
})
