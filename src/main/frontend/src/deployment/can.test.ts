import { expect, it } from 'vitest'
import type { Me } from '../api/types'
import { deployment } from '../testing/examples'
import { whyNotCancel, whyNotRestore, whyNotResume } from './can'

const hands = (role: Me['grants'][number]['role']) => ({
  me: {
    name: 'token:ada',
    kind: 'USER',
    display_name: 'Ada',
    grants: [{ role, environment: 'prod' }],
  } satisfies Me,
  environment: 'prod',
})
const deployer = hands('DEPLOYER')
const viewer = hands('VIEWER')

it('what runs can be taken back, and what has ended says that it has', () => {
  expect(whyNotCancel(deployment(), deployer)).toBeUndefined()
  expect(whyNotCancel(deployment({ state: 'SUCCEEDED' }), deployer)).toContain('ended')
  expect(whyNotCancel(deployment({ state: 'ROLLING_BACK' }), deployer)).toContain('already')
})

it('only what needs attention can be made to go on', () => {
  expect(whyNotResume(deployment({ state: 'NEEDS_ATTENTION' }), deployer)).toBeUndefined()
  expect(whyNotResume(deployment(), deployer)).toBeDefined()
})

it('what was brought live can be gone back from, where something was live before', () => {
  expect(whyNotRestore(deployment({ state: 'SUCCEEDED' }), deployer)).toBeUndefined()
  expect(whyNotRestore(deployment({ state: 'ROLLED_BACK' }), deployer)).toContain('nothing live')
  const { previous_release: _, ...first } = deployment({ state: 'SUCCEEDED' })
  expect(whyNotRestore(first, deployer)).toContain('before it')
})

it('only who may deploy there does any of it, and the API decides where that is not known yet', () => {
  const moving = deployment()
  const stuck = deployment({ state: 'NEEDS_ATTENTION' })
  const done = deployment({ state: 'SUCCEEDED' })
  expect(whyNotCancel(moving, viewer)).toContain('deployer in prod')
  expect(whyNotResume(stuck, viewer)).toContain('deployer in prod')
  expect(whyNotRestore(done, viewer)).toContain('deployer in prod')
  expect(whyNotCancel(moving, { ...viewer, environment: undefined })).toBeUndefined()
})
