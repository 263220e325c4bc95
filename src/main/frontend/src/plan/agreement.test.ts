import { expect, it } from 'vitest'
import type { GateVerdict, Plan } from '../api/types'
import { waits, whyNotYet } from './agreement'

const plan = (gates: GateVerdict[] = [], noChanges = false): Plan => ({
  endpoint: 'prod-fraud-detector',
  release: { model_version: 'v2', content_hash: '0' },
  changes: [],
  calls: [],
  remarks: [],
  expected_seconds: { provisioning: 1, baking: 1, total: 2 },
  no_changes: noChanges,
  hash: '0',
  gates,
})

it('a plan is agreed to with a reason and not without', () => {
  expect(whyNotYet(plan(), 'fewer false alarms', false)).toBeUndefined()
  expect(whyNotYet(plan(), '  ', false)).toContain('why')
})

it('nothing is deployed that changes nothing', () => {
  expect(whyNotYet(plan([], true), 'because', false)).toContain('nothing to deploy')
})

it('a closed gate says so, and one that time opens can be waited for', () => {
  const closed: GateVerdict = { gate: 'COST', verdict: 'FAILED', reason: 'It costs too much.' }
  const soaking: GateVerdict = { gate: 'SOAK', verdict: 'PENDING', reason: 'An hour is missing.' }
  expect(whyNotYet(plan([closed]), 'because', true)).toContain('costs too much')
  expect(whyNotYet(plan([soaking]), 'because', false)).toContain('An hour')
  expect(whyNotYet(plan([soaking]), 'because', true)).toBeUndefined()
})

it('approvals are asked for by asking', () => {
  const approval: GateVerdict = { gate: 'APPROVALS', verdict: 'PENDING', reason: 'One is missing.' }
  expect(whyNotYet(plan([approval]), 'because', false)).toBeUndefined()
  expect(waits(plan([approval]))).toBe(true)
})
