import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { show } from '../testing/render'
import { AccountMenu } from './AccountMenu'

afterEach(() => vi.unstubAllGlobals())

const ada = { name: 'ada', kind: 'USER', display_name: 'Ada', grants: [] } as const

async function signOut(answer: Response | Error) {
  const assign = vi.fn()
  vi.stubGlobal('location', { ...window.location, assign })
  vi.stubGlobal('fetch', () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)))
  show(<AccountMenu />, { me: { ...ada, grants: [] } })
  await userEvent.click(screen.getByRole('button', { name: 'Account: Ada' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Sign out' }))
  return assign
}

it('whoever could not be signed out is told that they are still in, and can try again', async () => {
  const down = { code: 'unavailable', detail: 'The database does not answer.' }
  const assign = await signOut(Response.json(down, { status: 503 }))
  const dialog = await screen.findByRole('dialog', { name: 'You are still signed in' })
  expect(dialog.textContent).toContain('The database does not answer.')
  expect(assign).not.toHaveBeenCalled()

  vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 204 })))
  await userEvent.click(screen.getByRole('button', { name: 'Sign out' }))
  await waitFor(() => expect(assign).toHaveBeenCalledWith('/'))
})

it('nobody says of whoever was not answered that they are still in', async () => {
  const assign = await signOut(new TypeError('Failed to fetch'))
  const dialog = await screen.findByRole('dialog', { name: 'You may still be signed in' })
  expect(dialog.textContent).toContain('may have done it all the same')
  expect(assign).not.toHaveBeenCalled()
})

it('whose session is over already is out', async () => {
  const assign = await signOut(Response.json({ code: 'unauthenticated', detail: 'Who?' }, { status: 401 }))
  await waitFor(() => expect(assign).toHaveBeenCalledWith('/'))
  expect(screen.queryByRole('dialog')).toBeNull()
})
