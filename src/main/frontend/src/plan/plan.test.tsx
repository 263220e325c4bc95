import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import type { Plan } from '../api/types'
import { show } from '../testing/render'
import PlanPage from './PlanPage'

afterEach(() => vi.unstubAllGlobals())

const plan: Plan = {
  endpoint: 'prod-fraud-detector',
  release: { model_version: 'v2', content_hash: '0' },
  changes: [],
  calls: [],
  remarks: [],
  expected_seconds: { provisioning: 1, baking: 1, total: 2 },
  no_changes: false,
  hash: '0',
  gates: [{ gate: 'SOAK', verdict: 'PENDING', reason: 'An hour is missing.' }],
}

it('waiting for gates keeps the plan in sight and the focus where it was, and blocks until the new one is there', async () => {
  const plans: ((plan: Plan) => void)[] = []
  vi.stubGlobal('fetch', (request: Request) =>
    request.method === 'POST'
      ? new Promise((resolve) => plans.push((made) => resolve(Response.json(made))))
      : Promise.resolve(Response.json({ items: [] })),
  )
  show(<PlanPage />, { at: '/plan?model=fraud-detector&version=v2&to=prod' })
  await waitFor(() => expect(plans).toHaveLength(1))
  plans[0]?.(plan)
  await userEvent.type(await screen.findByLabelText('Reason'), 'because')
  screen.getByRole('button', { name: /^Ask for it: A gate is not open yet/ })

  const waiting = screen.getByRole('checkbox', { name: 'Wait for gates' })
  await userEvent.click(waiting)
  await waitFor(() => expect(plans).toHaveLength(2))
  expect(document.activeElement).toBe(waiting)
  screen.getByRole('button', { name: 'Ask for it: The plan is being made anew.' })
  plans[1]?.(plan)
  await screen.findByRole('button', { name: 'Ask for it' })
  expect(document.activeElement).toBe(waiting)
})

it('a plan is agreed to once, however often Enter is pressed or held, and again once it was refused', async () => {
  const begun: ((answer: Response) => void)[] = []
  vi.stubGlobal('fetch', (request: Request) => {
    if (request.method !== 'POST') return Promise.resolve(Response.json({ items: [] }))
    return request.url.includes('dry_run')
      ? Promise.resolve(Response.json({ ...plan, gates: [] }))
      : new Promise((resolve) => begun.push(resolve))
  })
  show(<PlanPage />, { at: '/plan?model=fraud-detector&version=v2&to=prod' })
  const reason = await screen.findByLabelText('Reason')
  await userEvent.type(reason, 'because')
  fireEvent.keyDown(reason, { key: 'Enter', repeat: true })
  fireEvent.keyDown(reason, { key: 'Enter' })
  fireEvent.keyDown(reason, { key: 'Enter' })
  await waitFor(() => expect(begun).toHaveLength(1))
  await userEvent.type(reason, '{Enter}{Enter}')
  expect(begun).toHaveLength(1)

  begun[0]?.(Response.json({ status: 409, code: 'conflict', detail: 'Not now.' }, { status: 409 }))
  await screen.findByRole('button', { name: 'Promote to prod' })
  await userEvent.type(reason, '{Enter}')
  await waitFor(() => expect(begun).toHaveLength(2))
})
