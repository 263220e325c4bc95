import { expect, it } from 'vitest'
import { ago, coarse, span } from './format'

it('spans are said as people say them', () => {
  expect([0, 42, 60, 185, 3600, 7860, 260_000].map(span)).toEqual([
    '0 s',
    '42 s',
    '1 min',
    '3 min 5 s',
    '1 h',
    '2 h 11 min',
    '3 d',
  ])
})

it('how long ago is one unit, and a clock that is ahead is no riddle', () => {
  expect([-3, 42, 185, 90_000].map(ago)).toEqual(['just now', '42 s ago', '3 min ago', '1 d ago'])
  expect(coarse(-5)).toBe('0 s')
})
