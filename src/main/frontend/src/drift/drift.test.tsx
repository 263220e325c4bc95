import { screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { Drift, DriftState, Me } from '../api/types'
import { Cell } from '../board/Cell'
import { endpoint } from '../testing/examples'
import { show } from '../testing/render'
import { DriftFindings } from './DriftFindings'
import DriftPage from './DriftPage'
import { byUrgency, driftLook, wantsALook } from './look'

afterEach(() => vi.unstubAllGlobals())

const drift = (endpoint: string, state: DriftState, changed: Partial<Drift> = {}): Drift => ({
  endpoint,
  environment: 'prod',
  state,
  differences: [],
  ...changed,
})

const twelve = {
  field: 'instance_count',
  expected: '2 to 10',
  actual: '12',
  message: '',
  since: '2026-01-31T12:00:00Z',
}

/** The page over what the looks have found. */
function showPage(...found: Drift[]) {
  vi.stubGlobal('fetch', (request: Request) =>
    Promise.resolve(Response.json({ items: request.url.endsWith('/v1/endpoints') ? [] : found })),
  )
  show(<DriftPage />)
}

it('what wants a look comes first, then by name', () => {
  const all = [drift('b', 'IN_SYNC'), drift('c', 'DRIFTED'), drift('a', 'IN_SYNC'), drift('d', 'GONE')]
  expect(byUrgency(all).map((one) => one.endpoint)).toEqual(['d', 'c', 'a', 'b'])
  expect(all.filter(wantsALook)).toHaveLength(2)
})

it('every state has a look of its own', () => {
  expect(new Set(Object.values(driftLook).map((look) => look.text)).size).toBe(6)
})

const me = (role: Me['grants'][number]['role']): Me => ({
  name: 'token:ada',
  kind: 'USER',
  display_name: 'Ada',
  grants: [{ role, environment: '*' }],
})

const drifted = (changed: Partial<Drift> = {}) => (
  <DriftFindings
    drift={drift('prod-fraud-detector', 'DRIFTED', { differences: [twelve], ...changed })}
    model="fraud-detector"
    version="v2"
  />
)

it('a difference is shown with what to do about it', () => {
  show(drifted(), { me: me('DEPLOYER') })
  expect(screen.getByText('12').closest('dd')?.textContent).toContain('after')
  expect(screen.getByRole('link', { name: 'deploy v2 again' }).getAttribute('href')).toContain('version=v2')
})

it('who may not deploy is told so instead of being led to a plan', () => {
  show(drifted(), { me: me('VIEWER') })
  expect(screen.getByText(/It needs the role deployer in prod, which you do not have/)).toBeDefined()
  expect(screen.queryByRole('link', { name: 'deploy v2 again' })).toBeNull()
})

it('what is gone cannot be deployed again before it is retired', () => {
  show(drifted({ state: 'GONE' }), { me: me('DEPLOYER') })
  expect(screen.getByText(/Retire the endpoint/)).toBeDefined()
  expect(screen.queryByRole('link', { name: 'deploy v2 again' })).toBeNull()
})

it('a repair that was refused is told with its reason, and then somebody has to do something', () => {
  show(
    drifted({ not_repaired: 'A canary of 1 on 1 instance is more than the 50 %.', repair_deployment: 'd-1' }),
  )
  expect(screen.getByText(/this was refused: A canary of 1 on 1 instance/)).toBeDefined()
  expect(screen.getByText('What to do')).toBeDefined()
  expect(screen.queryByRole('link', { name: 'see that deployment' }), 'of earlier differences').toBeNull()
})

it('what repairs itself needs nobody', () => {
  show(<DriftFindings drift={drift('e', 'DRIFTED', { repair_deployment: 'd-1' })} model="m" version="v1" />)
  expect(screen.getByRole('link', { name: 'see that deployment' })).toBeDefined()
  expect(screen.queryByText('What to do')).toBeNull()
})

it('AWS is as the record says only where it has answered', async () => {
  showPage(drift('a', 'IN_SYNC'), drift('b', 'UNANSWERED'))
  expect(await screen.findByText(/AWS did not answer/)).toBeDefined()
  expect(screen.queryByText('AWS is as the record says')).toBeNull()
  expect(screen.queryByText('What to do')).toBeNull()
})

it('AWS is as the record says once all of it was compared', async () => {
  showPage(drift('a', 'IN_SYNC'), drift('b', 'IN_SYNC'))
  expect(await screen.findByText('AWS is as the record says')).toBeDefined()
  expect(screen.getByText(/All 2 endpoints were/)).toBeDefined()
})

it('what changes just now was not compared', async () => {
  showPage(drift('a', 'IN_SYNC'), drift('b', 'DEPLOYING'), drift('c', 'MOVING', { differences: [twelve] }))
  expect(await screen.findByText('2 of 3 endpoints cannot be compared now')).toBeDefined()
})

it('an AWS that does not answer hides no drift that is known', async () => {
  const known = drift('b', 'UNANSWERED', { differences: [twelve] })
  expect(byUrgency([drift('a', 'UNANSWERED'), known])[0]).toBe(known)
  showPage(drift('a', 'IN_SYNC'), known)
  expect(await screen.findByText('Drifted')).toBeDefined()
  expect(screen.getByText('12').closest('dd')?.textContent).toContain('after')
  expect(screen.getByText('What to do')).toBeDefined()
})

it('the board tells known drift while AWS does not answer', () => {
  show(
    <Cell
      model="fraud-detector"
      environment="prod"
      endpoint={endpoint('prod', 'v1')}
      deployments={[]}
      asksForOlder={false}
      drift={drift('prod-fraud-detector', 'UNANSWERED', { differences: [twelve] })}
      standing={{ candidate: undefined, behind: 0 }}
      looksAtAws={false}
    />,
  )
  expect(screen.getByText('Drifted')).toBeDefined()
})
