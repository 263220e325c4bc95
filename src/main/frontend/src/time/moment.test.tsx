import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { LiveSince } from '../board/LiveSince'
import { show } from '../testing/render'
import { absolute } from './format'
import { WallWhen } from './WallWhen'
import { When } from './When'

const AT = '2026-01-31T12:00:00Z'

it.each([
  ['cloud time', <When key="w" at={AT} />],
  ['wall time', <WallWhen key="w" at={AT} />],
  ['the time that a release has been live', <LiveSince key="w" since={AT} behind={0} />],
])('%s says when exactly to whoever goes there by key', async (_name, shown) => {
  show(shown)
  await userEvent.tab()
  expect(document.activeElement?.tagName).toBe('TIME')
  expect((await screen.findByRole('tooltip')).textContent).toContain(absolute(AT))
})

it('where there is room the moment is printed, and there is nothing to go to', async () => {
  show(<When at={AT} printed />)
  expect(screen.getByText(absolute(AT))).toBeDefined()
  await userEvent.tab()
  expect(document.activeElement).toBe(document.body)
})
