import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { show } from '../testing/render'
import { Frame } from './Frame'

afterEach(() => vi.unstubAllGlobals())

it('another page has the focus in its content, and begins at its top', async () => {
  const scrolled = vi.fn()
  vi.stubGlobal('scrollTo', scrolled)
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ items: [] })))
  show(<Frame>shown</Frame>, {
    at: '/board',
    me: { name: 'ada', kind: 'USER', display_name: 'Ada', grants: [] },
  })
  expect(document.activeElement).toBe(document.body)
  await userEvent.click(screen.getByRole('link', { name: 'Audit', hidden: true }))
  expect(document.activeElement?.id).toBe('content')
  expect(scrolled).toHaveBeenCalledWith(0, 0)
})
