import { screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { show } from '../testing/render'
import { Badge } from './LiveBadge'

afterEach(() => vi.restoreAllMocks())

it('a lost connection is announced once, and how long ago it was heard is for the eye alone', () => {
  vi.spyOn(Date, 'now').mockReturnValue(100_000)
  show(<Badge connection={{ state: 'lost', since: 60_000 }} />)
  expect(screen.getByText('Reconnecting, last update 40 s ago').getAttribute('aria-hidden')).toBe('true')
  expect(screen.getByText('40 s').getAttribute('aria-hidden')).toBe('true')
  const status = screen.getByRole('status')
  for (const unsaid of status.querySelectorAll('[aria-hidden="true"]')) unsaid.remove()
  expect(status.textContent).toBe('Reconnecting')
})
