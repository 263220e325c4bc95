import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Drift, DriftState } from '../api/types'
import { show } from '../testing/render'
import { DriftFindings } from './DriftFindings'
import { byUrgency, driftLook, wantsALook } from './look'

const drift = (endpoint: string, state: DriftState, changed: Partial<Drift> = {}): Drift => ({
  endpoint,
  environment: 'prod',
  state,
  differences: [],
  ...changed,
})

it('what wants a look comes first, then by name', () => {
  const all = [drift('b', 'IN_SYNC'), drift('c', 'DRIFTED'), drift('a', 'IN_SYNC'), drift('d', 'GONE')]
  expect(byUrgency(all).map((one) => one.endpoint)).toEqual(['d', 'c', 'a', 'b'])
  expect(all.filter(wantsALook)).toHaveLength(2)
})

it('every state has a look of its own', () => {
  expect(new Set(Object.values(driftLook).map((look) => look.text)).size).toBe(6)
})

it('a difference is shown with what to do about it', () => {
  show(
    <DriftFindings
      drift={drift('prod-fraud-detector', 'DRIFTED', {
        differences: [
          {
            field: 'instance_count',
            expected: '2 to 10',
            actual: '12',
            message: '',
            since: '2026-01-31T12:00:00Z',
          },
        ],
      })}
      model="fraud-detector"
      version="v2"
    />,
  )
  expect(screen.getByText('12').closest('dd')?.textContent).toContain('after')
  expect(screen.getByRole('link', { name: 'deploy v2 again' }).getAttribute('href')).toContain('version=v2')
})

it('what repairs itself needs nobody', () => {
  show(<DriftFindings drift={drift('e', 'DRIFTED', { repair_deployment: 'd-1' })} model="m" version="v1" />)
  expect(screen.getByRole('link', { name: 'see that deployment' })).toBeDefined()
  expect(screen.queryByText('What to do')).toBeNull()
})
