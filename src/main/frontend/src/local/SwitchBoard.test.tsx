import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { keys } from '../api/keys'
import type { SwitchesInput } from '../api/simulator'
import type { Me } from '../api/types'
import { off } from '../api/wanted'
import { endpoint } from '../testing/examples'
import { show } from '../testing/render'
import { SwitchBoard } from './SwitchBoard'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** The simulator with predictions that are driven, so many of which have failed. */
const driving = (failed: number) => ({
  running: true,
  now: '2026-01-31T12:00:00Z',
  speed: 1,
  switches: [{ ...off(endpoint('prod', 'v1').physical_name), requests_per_second: 20, sent: 20, failed }],
})

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

it('the counts of driven predictions move within a second or so, but not back while a switch is set', async () => {
  vi.useFakeTimers()
  let failed = 0
  let reads = 0
  vi.stubGlobal('fetch', (request: Request) => {
    if (request.method === 'PUT') return new Promise(() => {})
    if (!request.url.endsWith('/v1/simulator')) return Promise.resolve(Response.json({ items: [] }))
    reads++
    return Promise.resolve(Response.json(driving(failed)))
  })
  const { queries } = show(<SwitchBoard endpoint={endpoint('prod', 'v1')} />, { me: me('ADMIN') })
  queries.setQueryData(keys.simulator, { ...driving(0), readAt: 0 })
  await act(() => vi.advanceTimersByTimeAsync(10))
  expect(screen.getByText(/20 sent, 0 failed/)).toBeDefined()

  failed = 7
  await act(() => vi.advanceTimersByTimeAsync(1500))
  expect(screen.getByText(/20 sent, 7 failed/)).toBeDefined()
  expect(reads).toBe(1)

  fireEvent.click(screen.getByRole('switch', { name: 'Inject 5xx' }))
  await act(() => vi.advanceTimersByTimeAsync(5000))
  expect(screen.getByRole<HTMLInputElement>('switch', { name: 'Inject 5xx' }).checked).toBe(true)
  expect(reads).toBe(1)
})

it('who may not set them is told so beforehand', async () => {
  show(<SwitchBoard endpoint={endpoint('prod', 'v1')} />, { me: me('DEPLOYER') })
  await screen.findByText(/It needs the role admin in all environments/)
  expect(screen.getByRole<HTMLInputElement>('switch', { name: 'Inject 5xx' }).disabled).toBe(true)
})
