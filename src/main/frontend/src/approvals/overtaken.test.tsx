import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { keys } from '../api/keys'
import type { Promotion } from '../api/types'
import { promotion } from '../testing/examples'
import { show } from '../testing/render'
import ApprovalsPage from './ApprovalsPage'

afterEach(() => vi.unstubAllGlobals())

const AT = '2026-01-31T12:00:00Z'

/** A service with one promotion, whatever becomes of it, and all that it was told to do. */
function serviceWith(one: Promotion) {
  const service = { one, sent: [] as string[], answer: undefined as Response | undefined }
  vi.stubGlobal('fetch', (request: Request) => {
    const { pathname, searchParams } = new URL(request.url)
    if (request.method !== 'GET') {
      service.sent.push(pathname)
      return Promise.resolve(service.answer ?? Response.json(service.one))
    }
    if (pathname.endsWith(`/promotions/${one.id}`)) return Promise.resolve(Response.json(service.one))
    const outcome = searchParams.get('outcome') ?? service.one.outcome
    return Promise.resolve(Response.json({ items: outcome === service.one.outcome ? [service.one] : [] }))
  })
  return service
}

/** Somebody who has opened what a button asks and typed why, when others make something of the promotion. */
async function typesWhile(button: string, seen: Promotion, changed: Partial<Promotion>) {
  const service = serviceWith(seen)
  const { queries } = show(<ApprovalsPage />, {
    at: '/approvals',
    me: {
      name: 'token:ada',
      kind: 'USER',
      display_name: 'Ada',
      grants: [{ role: 'ADMIN', environment: '*' }],
    },
  })
  await userEvent.click(await screen.findByRole('button', { name: button }))
  await userEvent.type(await screen.findByLabelText('Why?'), 'the figures are good')
  service.one = { ...seen, ...changed }
  await queries.invalidateQueries({ queryKey: keys.promotions })
  await queries.invalidateQueries({ queryKey: keys.promotion(seen.id) })
  return service
}

const rejected = { kind: 'REJECTED', by: 'token:bob', reason: 'too slow', at: AT } as const

it('who types a reason keeps it when somebody else decides, and is told who did and that nothing was sent', async () => {
  const service = await typesWhile('Approve', promotion(), {
    outcome: 'REFUSED',
    refusal: 'It was rejected.',
    decisions: [rejected],
  })
  const dialog = await screen.findByRole('dialog', { name: 'Approve v2 to prod' })
  const told = await within(dialog).findByRole('alert')
  expect(told.textContent).toContain('It has been decided meanwhile: refused')
  expect(told.textContent).toMatch(/token:bob rejected.*too slow/)
  expect(told.textContent).toContain('Nothing of yours was sent')
  expect(within(dialog).getByLabelText<HTMLInputElement>('Why?').value).toBe('the figures are good')
  await userEvent.type(within(dialog).getByLabelText('Why?'), '{Enter}')
  expect(within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Approve' }).disabled).toBe(true)
  expect(service.sent).toEqual([])

  await userEvent.click(within(dialog).getByRole('button', { name: 'Leave it' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

it.each([
  ['Call it off', promotion({ outcome: 'WAITING', gates: [], supersedes: 'd-1' }), { outcome: 'DEPLOYING' }],
  [
    'Approve the version',
    promotion({ gates: [{ gate: 'VERSION_APPROVED', verdict: 'PENDING', reason: 'Nobody did.' }] }),
    { gates: [{ gate: 'VERSION_APPROVED', verdict: 'PASSED', reason: 'Bob did.' }] },
  ],
  ['Approve', promotion(), { gates: [{ gate: 'APPROVALS', verdict: 'PASSED', reason: '1 of 1.' }] }],
] satisfies [string, Promotion, Partial<Promotion>][])(
  'what was asked by %s stays too',
  async (button, seen, changed) => {
    const service = await typesWhile(button, seen, changed)
    const dialog = await screen.findByRole('dialog')
    expect((await within(dialog).findByRole('alert')).textContent).toContain('Nothing of yours was sent')
    expect(within(dialog).getByLabelText<HTMLInputElement>('Why?').value).toBe('the figures are good')
    expect(service.sent).toEqual([])
  },
)

it('of what was sent and not answered nobody says that it was not', async () => {
  const service = await typesWhile('Reject', promotion(), {})
  service.answer = new Response('', { status: 504 })
  service.one = promotion({ outcome: 'REFUSED', decisions: [{ ...rejected, by: 'token:ada' }] })
  await userEvent.type(screen.getByLabelText('Why?'), '{Enter}')
  await screen.findByText(/may have done it all the same/)
  await screen.findByText(/It has been decided meanwhile/)
  expect(screen.queryByText(/Nothing of yours was sent/)).toBeNull()
  expect(service.sent).toEqual(['/v1/promotions/p-1/rejections'])
})

it('who decides is told nothing of that beside the dialog that closes', async () => {
  const service = await typesWhile('Reject', promotion(), {})
  service.one = promotion({ outcome: 'REFUSED', decisions: [{ ...rejected, by: 'token:ada' }] })
  await userEvent.type(screen.getByLabelText('Why?'), '{Enter}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(service.sent).toHaveLength(1)
})
