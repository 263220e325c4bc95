import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import type { SwitchesInput } from '../api/simulator'
import type { Me } from '../api/types'
import { endpoint } from '../testing/examples'
import { show } from '../testing/render'
import { SwitchBoard } from './SwitchBoard'

afterEach(() => vi.unstubAllGlobals())

const me = (role: Me['grants'][number]['role']): Me => ({
  name: 'token:ada',
  kind: 'USER',
  display_name: 'Ada',
  grants: [{ role, environment: '*' }],
})

it('two switches that are set one right after the other are both on', async () => {
  const sent: SwitchesInput[] = []
  const answers: (() => void)[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method !== 'PUT')
      return Response.json({ items: [], switches: [], running: true, speed: 1, now: '' })
    sent.push((await request.json()) as SwitchesInput)
    return new Promise((resolve) => answers.push(() => resolve(Response.json({}))))
  })
  show(<SwitchBoard endpoint={endpoint('prod', 'v1')} />, { me: me('ADMIN') })

  await userEvent.click(await screen.findByRole('switch', { name: 'Drive traffic' }))
  await userEvent.click(screen.getByRole('switch', { name: 'Inject 5xx' }))
  expect(screen.getByRole<HTMLInputElement>('switch', { name: 'Drive traffic' }).checked).toBe(true)
  await waitFor(() => expect(answers).toHaveLength(1))
  answers[0]?.()
  await waitFor(() => expect(sent).toHaveLength(2))
  expect(sent[1]).toMatchObject({ requests_per_second: 20, error_share: 1 })
})

it('who may not set them is told so beforehand', async () => {
  show(<SwitchBoard endpoint={endpoint('prod', 'v1')} />, { me: me('DEPLOYER') })
  await screen.findByText(/It needs the role admin in all environments/)
  expect(screen.getByRole<HTMLInputElement>('switch', { name: 'Inject 5xx' }).disabled).toBe(true)
})
