import { expect, it } from 'vitest'
import { filterOf } from './filter'

const NOW = Date.parse('2026-01-31T12:00:00Z')

it('an address holds the whole filter', () => {
  const address = new URLSearchParams(
    'actor=ada&of=endpoint&name=prod-fraud-detector&within=3600&type=deployment.succeeded',
  )
  expect(filterOf(address, NOW)).toEqual({
    actor: 'ada',
    subject_type: 'endpoint',
    subject: 'prod-fraud-detector',
    type: 'deployment.succeeded',
    created_after: '2026-01-31T11:00:00.000Z',
  })
})

it('a name counts only with what it is a name of', () => {
  expect(filterOf(new URLSearchParams('name=prod&of=nonsense'), NOW)).toEqual({})
})
