import { screen } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { afterEach, expect, it, vi } from 'vitest'
import type { AuditEvent, Deployment } from '../api/types'
import { deployment, event } from '../testing/examples'
import { show } from '../testing/render'
import DeploymentPage from './DeploymentPage'

afterEach(() => vi.unstubAllGlobals())

function shown(one: Deployment, events: AuditEvent[] = []) {
  vi.stubGlobal('fetch', (request: Request) =>
    Promise.resolve(
      Response.json(
        request.url.endsWith(`/v1/deployments/${one.id}`)
          ? one
          : { items: request.url.includes('/events') ? events : [] },
      ),
    ),
  )
  return show(
    <Routes>
      <Route path="/deployments/:id" element={<DeploymentPage />} />
    </Routes>,
    { at: `/deployments/${one.id}` },
  )
}

it('a deployment leads to its endpoint, and one that takes another back to that', async () => {
  shown(deployment({ kind: 'ROLL_BACK', state: 'SUCCEEDED', compensates: 'other' }))
  const endpoint = await screen.findByRole('link', { name: 'prod-fraud-detector' })
  expect(endpoint.getAttribute('href')).toBe('/endpoints/prod-fraud-detector')
  const other = screen.getByRole('link', { name: 'The deployment that it takes back' })
  expect(other.getAttribute('href')).toBe('/deployments/other')
})

it('the shares of a deployment that has ended are not told as what is so now', async () => {
  const fleets = [
    { side: 'GREEN' as const, release: 2, endpoint_config_name: 'two', instances: 2, traffic_percent: 100 },
  ]
  const ended = shown(deployment({ state: 'CANCELED', fleets }))
  expect(await screen.findByText('The shares are those with which it ended.')).toBeDefined()
  ended.unmount()
  shown(deployment({ state: 'UPDATING', fleets }))
  await screen.findByRole('region', { name: 'Traffic' })
  expect(screen.queryByText(/with which it ended/)).toBeNull()
})

it('steps are called alike wherever they stand, and what is in time does not look late', async () => {
  const plan = {
    endpoint: 'prod-fraud-detector',
    release: { model_version: 'v2', content_hash: '0' },
    changes: [],
    calls: [],
    remarks: [],
    expected_seconds: { provisioning: 118, baking: 420, total: 538 },
    no_changes: false,
    hash: '0',
  }
  const aws_calls = [{ service: 'sagemaker', operation: 'CreateEndpointConfig', request_id: 'r-1' }]
  shown(deployment({ plan }), [event(5, 'step.done', 'ENDPOINT_CONFIG', { aws_calls })])
  expect(await screen.findByText(/ of about 9 min$/)).toBeDefined()
  expect(screen.getByRole('cell', { name: 'Endpoint configuration' })).toBeDefined()
})
