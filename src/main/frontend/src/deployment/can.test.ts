import { expect, it } from 'vitest'
import { deployment } from '../testing/examples'
import { whyNotCancel, whyNotRestore, whyNotResume } from './can'

it('what runs can be taken back, and what has ended says that it has', () => {
  expect(whyNotCancel(deployment())).toBeUndefined()
  expect(whyNotCancel(deployment({ state: 'SUCCEEDED' }))).toContain('ended')
  expect(whyNotCancel(deployment({ state: 'ROLLING_BACK' }))).toContain('already')
})

it('only what needs attention can be made to go on', () => {
  expect(whyNotResume(deployment({ state: 'NEEDS_ATTENTION' }))).toBeUndefined()
  expect(whyNotResume(deployment())).toBeDefined()
})

it('what was brought live can be gone back from, where something was live before', () => {
  expect(whyNotRestore(deployment({ state: 'SUCCEEDED' }))).toBeUndefined()
  expect(whyNotRestore(deployment({ state: 'ROLLED_BACK' }))).toContain('nothing live')
  const { previous_release: _, ...first } = deployment({ state: 'SUCCEEDED' })
  expect(whyNotRestore(first)).toContain('before it')
})
