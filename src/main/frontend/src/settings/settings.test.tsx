import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { EnvironmentRevision } from '../api/types'
import { differ } from '../shared/differ'
import { flatten, inWords } from '../shared/flatten'
import { environment, webhook } from '../testing/examples'
import { show } from '../testing/render'
import { grantsInWords } from './grants'
import { standingOf } from './lifetimes'
import { OnceSecret } from './OnceSecret'
import { RevisionDiff } from './RevisionDiff'
import { toldOf, tryInWords, webhookLook } from './webhookLook'

const AT = '2026-01-31T12:00:00Z'

describe('two revisions differ', () => {
  it('in what is new, gone and other, and in nothing else', () => {
    const before = { hosting: { instance_type: 'ml.c5.xlarge', instance_count: 2 }, tags: { team: 'a' } }
    const after = { hosting: { instance_type: 'ml.c5.xlarge', instance_count: 4 }, gates: { approvals: 1 } }
    expect(differ(before, after)).toEqual([
      { field: 'gates.approvals', before: undefined, after: 1 },
      { field: 'hosting.instance_count', before: 2, after: 4 },
      { field: 'tags.team', before: 'a', after: undefined },
    ])
  })

  it('and the latest is compared with the one before it', () => {
    const { profile } = environment('prod', AT)
    const revision = (number: number, keep: number): EnvironmentRevision => ({
      environment: 'prod',
      revision: number,
      profile: { ...profile, keep_releases: keep },
      created_by: 'token:ada',
      created_at: AT,
    })
    show(<RevisionDiff revisions={[revision(3, 9), revision(2, 5), revision(1, 1)]} />)
    expect(screen.getByText('9 releases').closest('dd')?.textContent).toContain('5 releases')
    expect(screen.getByText(/Revision 3 is by token:ada/)).toBeDefined()
  })
})

it('a document is its leaves; a list stays whole', () => {
  expect(flatten({ a: { b: 1 }, c: [1, 2], d: {} }).map((leaf) => leaf.field)).toEqual(['a.b', 'c', 'd'])
  expect(flatten({})).toEqual([])
  expect([true, [], 'text', [1]].map(inWords)).toEqual(['yes', 'none', 'text', '[1]'])
})

it('a token that was revoked or has expired opens nothing', () => {
  const now = Date.parse(AT)
  expect(standingOf({}, now).text).toBe('Good')
  expect(standingOf({ expires_at: '2026-01-31T11:00:00Z' }, now).text).toBe('Expired')
  expect(standingOf({ revoked_at: AT, expires_at: '2027-01-31T11:00:00Z' }, now).text).toBe('Revoked')
})

it('a secret is shown once, until its reader has it', async () => {
  const done = vi.fn()
  show(<OnceSecret title="The new token" secrets={[{ value: 'slipway_1' }]} done={done} />)
  expect(screen.getByRole('status').textContent).toContain('slipway_1')
  await userEvent.click(screen.getByRole('button', { name: 'I have it' }))
  expect(done).toHaveBeenCalledOnce()
})

it('roles and webhooks are told in words', () => {
  expect(grantsInWords([{ role: 'DEPLOYER', environment: '*' }])).toBe('deployer in all environments')
  expect(toldOf({ types: [], environments: [] })).toBe('everything')
  expect(toldOf({ types: ['drift.*'], environments: ['prod'] })).toBe('drift.* in prod')
  expect(tryInWords({ number: 1, at: AT, duration_ms: 3, error: 'refused' })).toBe('refused')
})

it('a webhook that fails says so, and one that is off does not', () => {
  expect(webhookLook(webhook()).text).toBe('On')
  expect(webhookLook(webhook({ failing_since: AT })).text).toBe('Failing')
  expect(webhookLook(webhook({ failing_since: AT, enabled: false })).text).toBe('Off')
})
