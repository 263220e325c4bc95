import { expect, it } from 'vitest'
import { off, wanted } from './wanted'

it('one switch changes and the others stay', () => {
  const driven = { ...off('prod-fraud-detector'), requests_per_second: 20, sent: 100 }
  expect(wanted(driven, { error_share: 1, configuration: 'new' })).toEqual({
    configuration: 'new',
    error_share: 1,
    latency_ms: 0,
    fail_starts: false,
    requests_per_second: 20,
  })
})

it('a fleet is forgotten with the last fault that was its own', () => {
  const spoiled = { ...off('prod-fraud-detector'), error_share: 1, configuration: 'new' }
  expect(wanted(spoiled, { error_share: 0 })).not.toHaveProperty('configuration')
})
