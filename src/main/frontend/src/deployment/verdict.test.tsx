import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { show } from '../testing/render'
import { inUnit, likelihood } from './figures'
import { Verdict } from './Verdict'

it('a figure has its unit, and as many digits as mean something', () => {
  expect(inUnit(0.00042, 'ERROR_RATE')).toBe('0.042 %')
  expect(inUnit(0.123456, 'CLIENT_ERROR_RATE')).toBe('12.3 %')
  expect(inUnit(12.3456, 'MODEL_LATENCY')).toBe('12.3 ms')
  expect(inUnit(1234.5, 'OVERHEAD_LATENCY')).toBe('1,235 ms')
  expect(inUnit(undefined, 'MODEL_LATENCY')).toBe('–')
  expect([0.000001, 0.0312, 1, undefined].map(likelihood)).toEqual(['< 0.001', '0.031', '1', '–'])
})

it('a verdict says what each metric showed, and what followed', () => {
  show(
    <Verdict
      judgement={{
        at: '2026-01-31T12:00:00Z',
        outcome: 'FAIL',
        followed: 'ABORT',
        before: [],
        after: [],
        sentence: 'The judge failed the new fleet.',
        findings: [
          {
            metric: 'ERROR_RATE',
            critical: true,
            outcome: 'FAIL',
            before: { requests: 1000, points: 5, value: 0.001 },
            after: { requests: 1000, points: 5, value: 0.25 },
            tolerance: 0.01,
            p_value: 1e-12,
            alpha: 0.02,
            test: 'Fisher',
            sentence: 'Server errors rose from 0.1 % to 25 %',
          },
        ],
      }}
    />,
  )
  const row = screen.getByRole('row', { name: /Server errors 0.1 % 25 % < 0.001 Fails/ })
  expect(row).toBeDefined()
  expect(screen.getByText('Server errors rose from 0.1 % to 25 %')).toBeDefined()
  expect(screen.getByText('The update is undone.')).toBeDefined()
})

it('a verdict without findings says why there are none, and shows no empty table', () => {
  show(
    <Verdict
      judgement={{
        at: '2026-01-31T12:00:00Z',
        outcome: 'INSUFFICIENT_EVIDENCE',
        followed: 'CONTINUE',
        before: [],
        after: [],
        findings: [],
        sentence: 'The judge had insufficient evidence: CloudWatch refused to say.',
      }}
    />,
  )
  expect(screen.getByText(/CloudWatch refused to say/)).toBeDefined()
  expect(screen.getByText('The update goes on.')).toBeDefined()
  expect(screen.queryByRole('table')).toBeNull()
})
