import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Route, Routes } from 'react-router'
import { afterEach, expect, it, vi } from 'vitest'
import type { Me } from '../api/types'
import { endpoint } from '../testing/examples'
import { show } from '../testing/render'
import { whyNotRetire } from './can'
import { Retire } from './Retire'

afterEach(() => vi.unstubAllGlobals())

const me = (role: Me['grants'][number]['role']): Me => ({
  name: 'token:ada',
  kind: 'USER',
  display_name: 'Ada',
  grants: [{ role, environment: 'prod' }],
})

const live = endpoint('prod', 'v2', 2)

it('an endpoint is retired by an admin, while nothing runs that does not need attention', () => {
  expect(whyNotRetire(live, undefined, me('ADMIN'))).toBeUndefined()
  expect(whyNotRetire(live, undefined, me('APPROVER'))).toContain('admin in prod')
  const held = { ...live, active_deployment: 'd' }
  expect(whyNotRetire(held, undefined, me('ADMIN'))).toContain('under way')
  expect(whyNotRetire(held, 'UPDATING', me('ADMIN'))).toContain('under way')
  expect(whyNotRetire(held, 'NEEDS_ATTENTION', me('ADMIN'))).toBeUndefined()
  expect(whyNotRetire({ ...live, retired: true }, undefined, me('ADMIN'))).toContain('retired already')
})

const plan = (hash: string) => ({
  hash,
  changes: [],
  calls: [{ service: 'sagemaker', operation: 'DeleteEndpoint', subject: live.name }],
  remarks: [{ severity: 'WARNING', code: 'predictions-end', message: 'Predictions are answered with 404.' }],
  expected_seconds: { provisioning: 0, baking: 0, total: 120 },
})

it('it is retired as its plan says, by whoever types its name and why, and asked anew when it was refused', async () => {
  const sent: { body: unknown; key: string | null }[] = []
  let hash = 'one'
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.url.includes('dry_run')) return Response.json(plan(hash))
    sent.push({ body: await request.json(), key: request.headers.get('Idempotency-Key') })
    return sent.length === 1
      ? Response.json({ code: 'plan-stale', detail: 'Ask again with dry_run=true.' }, { status: 409 })
      : Response.json({ id: 'd-1' }, { status: 202 })
  })
  show(
    <Routes>
      <Route path="/" element={<Retire endpoint={live} />} />
      <Route path="/deployments/d-1" element="it goes" />
    </Routes>,
    { me: me('ADMIN') },
  )
  await userEvent.click(screen.getByRole('button', { name: 'Retire' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Retire prod-fraud-detector' }))
  await dialog.findByText('DeleteEndpoint')
  dialog.getByText('Predictions are answered with 404.')
  const act = dialog.getByRole<HTMLButtonElement>('button', { name: 'Retire it' })
  await userEvent.type(dialog.getByLabelText('Why?'), 'replaced{Enter}')
  await userEvent.type(dialog.getByLabelText('Which one?'), 'prod-fraud{Enter}')
  expect(act.disabled).toBe(true)
  expect(sent).toEqual([])

  await userEvent.type(dialog.getByLabelText('Which one?'), '-detector')
  hash = 'two'
  await userEvent.click(act)
  await dialog.findByText(/The plan is another one by now/)
  await waitFor(() => expect(act.disabled).toBe(false))
  await userEvent.click(act)
  await screen.findByText('it goes')
  expect(sent.map(({ body }) => body)).toEqual([
    { reason: 'replaced', plan_hash: 'one' },
    { reason: 'replaced', plan_hash: 'two' },
  ])
  expect(sent[1]?.key).not.toBe(sent[0]?.key)
})

it('of an import that was never claimed nobody says that something is deleted', async () => {
  const remarks = [{ severity: 'WARNING', code: 'nothing-is-deleted', message: 'It is forgotten.' }]
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ ...plan('one'), calls: [], remarks })))
  show(<Retire endpoint={live} />, { me: me('ADMIN') })
  await userEvent.click(screen.getByRole('button', { name: 'Retire' }))
  const dialog = await screen.findByRole('dialog')
  await within(dialog).findByText('Nothing in AWS: Slipway forgets it.')
  expect(dialog.textContent).not.toMatch(/deleted|nothing stops it|AWS will be asked/)
})
