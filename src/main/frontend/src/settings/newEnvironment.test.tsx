import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { EnvironmentInput } from '../api/environments'
import { show } from '../testing/render'
import { NewEnvironment } from './NewEnvironment'

let asked: EnvironmentInput[]
let detail: string
let errors: { pointer: string; detail: string }[]

beforeEach(() => {
  asked = []
  detail = 'It cannot work.'
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method !== 'POST') return Response.json({ items: [] })
    asked.push(await request.json())
    return Response.json({ status: 422, code: 'unworkable-profile', detail, errors }, { status: 422 })
  })
})
afterEach(() => vi.unstubAllGlobals())

async function make(instances: number) {
  show(<NewEnvironment opened close={() => undefined} />)
  fireEvent.change(await screen.findByLabelText(/^Name/), { target: { value: 'staging' } })
  fireEvent.change(screen.getByLabelText('Fleet'), { target: { value: String(instances) } })
  await userEvent.click(screen.getByRole('button', { name: 'Make it' }))
  await waitFor(() => expect(asked).toHaveLength(1))
}

it('what is wrong at a field that the dialog does not have is said, and one instance can be replaced all at once', async () => {
  errors = [
    { pointer: '/profile/rollout/canary', detail: 'At least 2 instances, or ALL_AT_ONCE.' },
    { pointer: '/profile/location/region', detail: 'No such region.' },
  ]
  await make(1)
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('rollout.canary: At least 2 instances, or ALL_AT_ONCE.')
  expect(alert.textContent).not.toContain('No such region.')
  screen.getByText('No such region.')

  await userEvent.click(screen.getByRole('combobox', { name: 'Traffic moves' }))
  await userEvent.click(await screen.findByRole('option', { name: 'All at once' }))
  await userEvent.click(screen.getByRole('button', { name: 'Make it' }))
  await waitFor(() => expect(asked).toHaveLength(2))
  expect(asked[1]?.profile).toMatchObject({ rollout: { strategy: 'ALL_AT_ONCE' } })
})

it('what a field says is not said twice', async () => {
  errors = [{ pointer: '/profile/location/region', detail: 'No such region.' }]
  await make(2)
  await screen.findByText('No such region.')
  expect(screen.queryByRole('alert')).toBeNull()
  expect(screen.queryByRole('combobox', { name: 'Traffic moves' })).toBeNull()
})

it('a single fault, which the answer is about, is said once', async () => {
  errors = [{ pointer: '/profile/rollout/canary', detail: 'At least 2 instances.' }]
  detail = '/profile/rollout/canary: At least 2 instances.'
  await make(1)
  expect((await screen.findByRole('alert')).textContent.split('At least 2 instances.')).toHaveLength(2)
})
