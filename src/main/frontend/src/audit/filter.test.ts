import { expect, it } from 'vitest'
import { filterOf, secondsOf } from './filter'

it('an address holds the whole filter', () => {
  const address = new URLSearchParams(
    'actor=ada&of=endpoint&name=prod-fraud-detector&within=3600&type=deployment.succeeded',
  )
  expect(filterOf(address)).toEqual({
    actor: 'ada',
    subject_type: 'endpoint',
    subject: 'prod-fraud-detector',
    type: 'deployment.succeeded',
  })
  expect(secondsOf(address)).toBe(3600)
})

it('a name counts only with what it is a name of', () => {
  expect(filterOf(new URLSearchParams('name=prod&of=nonsense'))).toEqual({})
})
