import { screen } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { afterEach, expect, it, vi } from 'vitest'
import { deployment } from '../testing/examples'
import { show } from '../testing/render'
import DeploymentPage from './DeploymentPage'

afterEach(() => vi.unstubAllGlobals())

const never = new Promise<Response>(() => undefined)

it('what is still being loaded of a deployment is not told as none', async () => {
  const moving = deployment({
    endpoint_config_name: 'two',
    fleets: [
      { side: 'BLUE', release: 1, endpoint_config_name: 'one', traffic_percent: 50 },
      { side: 'GREEN', release: 2, endpoint_config_name: 'two', traffic_percent: 50 },
    ],
  })
  vi.stubGlobal('fetch', (request: Request) =>
    request.url.endsWith(`/v1/deployments/${moving.id}`) ? Promise.resolve(Response.json(moving)) : never,
  )
  show(
    <Routes>
      <Route path="/deployments/:id" element={<DeploymentPage />} />
    </Routes>,
    { at: `/deployments/${moving.id}` },
  )
  const part = async (name: string) => (await screen.findByRole('region', { name })).textContent
  expect(await part('Steps')).toBe('Steps')
  expect(await part('What AWS was asked')).toBe('What AWS was asked')
  expect(await part('Rollback alarms')).toBe('Rollback alarms')
  const [, requests] = (await part('Traffic'))?.split('Requests') ?? []
  expect(requests).toMatch(/^Server errors/)
})
