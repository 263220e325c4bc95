import { expect, it } from 'vitest'
import type { Me } from '../api/types'
import { may, whyNotMay } from './may'

const holder = (grants: Me['grants'], scopes?: Me['grants']) => ({
  grants,
  ...(scopes === undefined ? {} : { scopes }),
})

it('a role includes those before it, where it was granted', () => {
  const me = holder([{ role: 'APPROVER', environment: 'prod' }])
  expect(may(me, 'DEPLOYER', 'prod')).toBe(true)
  expect(may(me, 'ADMIN', 'prod')).toBe(false)
  expect(may(me, 'VIEWER', 'dev')).toBe(false)
  expect(may(me, 'VIEWER', '*')).toBe(false)
})

it('asking the model is a right of its own, which the admin has too', () => {
  expect(may(holder([{ role: 'APPROVER', environment: '*' }]), 'INVOKER', 'prod')).toBe(false)
  expect(may(holder([{ role: 'ADMIN', environment: '*' }]), 'INVOKER', 'prod')).toBe(true)
  expect(may(holder([{ role: 'INVOKER', environment: 'prod' }]), 'VIEWER', 'prod')).toBe(false)
})

it('a token is good for its scopes alone', () => {
  const me = holder([{ role: 'ADMIN', environment: '*' }], [{ role: 'VIEWER', environment: 'dev' }])
  expect(may(me, 'VIEWER', 'dev')).toBe(true)
  expect(may(me, 'DEPLOYER', 'dev')).toBe(false)
})

it('who may not is told which role it takes', () => {
  expect(whyNotMay(holder([]), 'APPROVER', 'prod')).toContain('approver in prod')
  expect(whyNotMay(holder([{ role: 'ADMIN', environment: '*' }]), 'APPROVER', 'prod')).toBeUndefined()
})
