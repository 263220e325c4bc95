import { screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import type { Me, PromotionDecision } from '../api/types'
import { promotion } from '../testing/examples'
import { show } from '../testing/render'
import ApprovalsPage from './ApprovalsPage'
import { waitsForItsVersion, whyNotApprove, whyNotBreakGlass } from './can'
import { Decided } from './Decided'
import { Decisions } from './Decisions'
import { PendingCard } from './PendingCard'
import { SupersedingCard } from './SupersedingCard'
import { decided, didWhat } from './sentences'

const nothing = () => undefined

const AT = '2026-01-31T12:00:00Z'

const me = (role: Me['grants'][number]['role'], name = 'token:ada'): Me => ({
  name,
  kind: 'USER',
  display_name: 'Ada',
  grants: [{ role, environment: 'prod' }],
})

const decision = (kind: PromotionDecision['kind'], by: string): PromotionDecision => ({
  kind,
  by,
  reason: 'fine',
  at: AT,
})

describe('a promotion is approved', () => {
  it('by somebody else who is an approver there', () => {
    expect(whyNotApprove(promotion(), me('APPROVER'))).toBeUndefined()
    expect(whyNotApprove(promotion(), me('DEPLOYER'))).toContain('approver in prod')
    expect(whyNotApprove(promotion(), me('ADMIN', 'token:ci'))).toContain('You asked for it')
  })

  it('once by everybody', () => {
    const approved = promotion({ decisions: [decision('APPROVED', 'token:ada')] })
    expect(whyNotApprove(approved, me('APPROVER'))).toContain('once')
    expect(whyNotApprove(approved, me('APPROVER', 'token:bob'))).toBeUndefined()
  })

  it('only while it waits for approvals', () => {
    const frozen = promotion({ gates: [{ gate: 'FREEZE', verdict: 'PENDING', reason: 'Until Monday.' }] })
    expect(whyNotApprove(frozen, me('APPROVER'))).toContain('something else')
  })
})

it('the glass is broken by admins', () => {
  expect(whyNotBreakGlass(promotion(), me('ADMIN'))).toBeUndefined()
  expect(whyNotBreakGlass(promotion(), me('APPROVER'))).toContain('admin')
})

it('a version can be approved where its approval is waited for', () => {
  expect(waitsForItsVersion(promotion())).toBe(false)
  const waits = promotion({
    gates: [{ gate: 'VERSION_APPROVED', verdict: 'PENDING', reason: 'Nobody did.' }],
  })
  expect(waitsForItsVersion(waits)).toBe(true)
})

it('what was decided is told, and what began by itself is not', () => {
  const begun = promotion({ outcome: 'DEPLOYING' })
  const rejected = promotion({ outcome: 'REFUSED', decisions: [decision('REJECTED', 'token:ada')] })
  expect(decided([begun, rejected, promotion()])).toEqual([rejected])
  expect(didWhat(decision('BREAK_GLASS', 'token:ada'))).toBe('broke the glass')
})

it('what was refused by a gate is told with its reason, though nobody said anything about it', () => {
  const refused = promotion({ outcome: 'REFUSED', refusal: 'The soak time ran out.' })
  expect(decided([refused, promotion({ outcome: 'WAITING' })])).toEqual([refused])
  show(<Decided promotions={[refused]} />)
  expect(screen.getByText('The soak time ran out.')).toBeDefined()
})

it('what waits for people says which update it would take back', () => {
  show(
    <>
      <PendingCard promotion={promotion({ supersede: true, may_supersede: 'd-1' })} ask={nothing} />
      <PendingCard promotion={promotion({ id: 'p-2', version: 'v3', supersede: true })} ask={nothing} />
      <PendingCard promotion={promotion({ id: 'p-3', version: 'v4' })} ask={nothing} />
    </>,
  )
  expect(screen.getByRole('link', { name: 'this update' }).getAttribute('href')).toBe('/deployments/d-1')
  expect(screen.getAllByText(/Where its gates open/)).toHaveLength(2)
})

it('what takes the place of a deployment says which it waits for, and can be called off', () => {
  show(
    <SupersedingCard
      promotion={promotion({ outcome: 'WAITING', supersedes: 'd-1', gates: [] })}
      ask={nothing}
    />,
  )
  expect(screen.getByRole('link', { name: 'the deployment before it' }).getAttribute('href')).toBe(
    '/deployments/d-1',
  )
  expect(screen.getByRole('button', { name: /^Call it off/ })).toBeDefined()
  expect(screen.queryByRole('button', { name: /Approve/ })).toBeNull()
})

it('what could not be begun when its turn came says why, whatever it waited for', () => {
  const put_off = 'AWS refused to answer. The security token is expired'
  const approved = promotion({ put_off })
  const next = promotion({ id: 'p-2', outcome: 'WAITING', supersedes: 'd-1', gates: [], put_off })
  show(
    <>
      <PendingCard promotion={approved} ask={nothing} />
      <SupersedingCard promotion={next} ask={nothing} />
    </>,
  )
  expect(screen.getAllByText(/The security token is expired/)).toHaveLength(2)
})

it('what waits is asked for by both of its outcomes, and the newest comes first', async () => {
  const asked: string[] = []
  vi.stubGlobal('fetch', (request: Request) => {
    const outcome = new URL(request.url).searchParams.get('outcome') ?? ''
    asked.push(outcome)
    const one =
      outcome === 'WAITING'
        ? promotion({
            id: 'p-2',
            version: 'v3',
            outcome,
            supersedes: 'd-1',
            created_at: '2026-02-01T12:00:00Z',
          })
        : promotion()
    return Promise.resolve(Response.json({ items: [one] }))
  })
  show(<ApprovalsPage />)
  const titles = await screen.findAllByRole('heading', { name: /fraud-detector v\d to prod/ })
  expect(titles.map((title) => title.textContent)).toEqual([
    expect.stringContaining('v3'),
    expect.stringContaining('v2'),
  ])
  expect(asked).toEqual(expect.arrayContaining(['PENDING_APPROVAL', 'WAITING']))
  vi.unstubAllGlobals()
})

it('a button that cannot be used says why, and there is no hammer for who may not use it', () => {
  show(<Decisions promotion={promotion()} ask={nothing} />)
  expect(screen.getByRole('button', { name: /^Approve: It needs the role approver in prod/ })).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Break the glass' })).toBeNull()
})
