import { expect, it } from 'vitest'
import type { Deployment, Endpoint, Me } from '../api/types'
import { deployment, endpoint } from '../testing/examples'
import { whyNotCancel, whyNotRestore, whyNotResume } from './can'
import { wayBackFrom } from './wayBack'

const hands = (role: Me['grants'][number]['role']) => ({
  me: {
    name: 'token:ada',
    kind: 'USER',
    display_name: 'Ada',
    grants: [{ role, environment: 'prod' }],
  } satisfies Me,
  endpoint: endpoint('prod', 'v2', 2),
})
/** One that the API would not call off. */
const refused = (changed: Partial<Deployment>) => deployment({ ...changed, cancelable: false })
const deployer = hands('DEPLOYER')
const viewer = hands('VIEWER')

it('what runs can be taken back, and what has ended says that it has', () => {
  expect(whyNotCancel(deployment(), deployer)).toBeUndefined()
  expect(whyNotCancel(refused({ state: 'SUCCEEDED' }), deployer)).toContain('ended')
  expect(whyNotCancel(refused({ state: 'ROLLING_BACK' }), deployer)).toContain('already')
})

it('what an earlier API does not tell, it decides when it is asked', () => {
  const { cancelable: _, ...untold } = deployment()
  expect(whyNotCancel(untold as Deployment, deployer)).toBeUndefined()
})

it('only what needs attention can be made to go on', () => {
  expect(whyNotResume(deployment({ state: 'NEEDS_ATTENTION' }), deployer)).toBeUndefined()
  expect(whyNotResume(deployment(), deployer)).toBeDefined()
})

it('what is stuck is not taken back, but gone back from, as the API has it', () => {
  const stuck = refused({ state: 'NEEDS_ATTENTION' })
  const held = { ...deployer, endpoint: { ...endpoint('prod', 'v1', 1), active_deployment: stuck.id } }
  expect(whyNotCancel(stuck, held)).toContain('go back')
  expect(whyNotRestore(stuck, held)).toBeUndefined()
  const { previous_release: _, ...first } = stuck
  expect(whyNotRestore(first, held)).toContain('before it')
})

it('a stuck way back leads on to where it was going, not to what people left', () => {
  const stuck = deployment({ state: 'NEEDS_ATTENTION', kind: 'ROLL_BACK', release: 1, previous_release: 2 })
  expect(wayBackFrom(stuck, 'v2', 'v1')).toEqual({ release: 1, name: 'v1' })
  const done = deployment({ state: 'SUCCEEDED', kind: 'ROLL_BACK', release: 1, previous_release: 2 })
  expect(wayBackFrom(done, 'v2', 'v1')).toEqual({ release: 2, name: 'v2' })
  expect(whyNotRestore(deployment({ state: 'NEEDS_ATTENTION', kind: 'ADOPT' }), deployer)).toContain(
    'not taken over',
  )
})

it('what goes back can be called off as long as the API says so', () => {
  // Another instance type may follow, or the last one of the last round has been tried.
  for (const step of ['AWAIT', 'ANOTHER_TYPE'] as const) {
    const back = deployment({ state: 'ROLLING_BACK', step })
    expect(whyNotCancel(back, deployer)).toBeUndefined()
    expect(whyNotCancel({ ...back, cancelable: false }, deployer)).toContain('already')
  }
})

it('a retirement is stopped while nothing is gone', () => {
  expect(whyNotCancel(deployment({ kind: 'RETIRE', state: 'QUEUED' }), deployer)).toBeUndefined()
  expect(whyNotCancel(refused({ kind: 'RETIRE' }), deployer)).toContain('cannot be stopped')
})

it('what was brought live can be gone back from, where something was live before', () => {
  expect(whyNotRestore(deployment({ state: 'SUCCEEDED' }), deployer)).toBeUndefined()
  expect(whyNotRestore(deployment({ state: 'ROLLED_BACK' }), deployer)).toContain('nothing live')
  const { previous_release: _, ...first } = deployment({ state: 'SUCCEEDED' })
  expect(whyNotRestore(first, deployer)).toContain('before it')
})

it('what serves already, and what nothing may serve on now, is not gone back to', () => {
  const done = deployment({ state: 'SUCCEEDED' })
  const on = (changed: Partial<Endpoint>) => ({
    ...deployer,
    endpoint: { ...endpoint('prod', 'v3', 3), ...changed },
  })
  expect(whyNotRestore(done, on({}))).toBeUndefined()
  expect(whyNotRestore(done, { ...deployer, endpoint: endpoint('prod', 'v1', 1) })).toContain(
    'serves already',
  )
  expect(whyNotRestore(done, on({ retired: true }))).toContain('retired')
  expect(whyNotRestore(done, on({ active_deployment: 'd' }))).toContain('under way')
})

it('a first release that serves is not taken back, as nothing could serve instead', () => {
  const { previous_release: _, ...first } = refused({ state: 'FINISHING' })
  expect(whyNotCancel(first, deployer)).toContain('Retire the endpoint')
  expect(whyNotCancel({ ...first, state: 'UPDATING', cancelable: true }, deployer)).toBeUndefined()
})

it('only who may deploy there does any of it, and the API decides where that is not known yet', () => {
  const moving = deployment()
  const stuck = deployment({ state: 'NEEDS_ATTENTION' })
  const done = deployment({ state: 'SUCCEEDED' })
  expect(whyNotCancel(moving, viewer)).toContain('deployer in prod')
  expect(whyNotResume(stuck, viewer)).toContain('deployer in prod')
  expect(whyNotRestore(done, viewer)).toContain('deployer in prod')
  expect(whyNotCancel(moving, { ...viewer, endpoint: undefined })).toBeUndefined()
})
