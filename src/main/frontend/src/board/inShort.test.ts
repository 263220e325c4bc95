import { describe, expect, it } from 'vitest'
import { inShort } from './inShort'

describe('what a cell says of the wait', () => {
  it.each([
    ['Launching 2 instance(s).', 'Launching 2 instances'],
    ['Terminating 1 instance(s).', 'Terminating 1 instance'],
    [
      'Activating traffic on canary capacity of 12 instance(s).',
      'Activating traffic on canary capacity of 12 instances',
    ],
    [
      'Baking for 300 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 1 instance(s).',
      'Baking for 5 min',
    ],
  ])('says %s as %s', (said, short) => {
    expect(inShort(said)).toBe(short)
  })
})
