import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { ApiProblem, Unanswered } from '../api/problem'
import { show } from '../testing/render'
import { ReasonDialog } from './ReasonDialog'

const dialog = (busy: boolean, error: Error | null, close = () => undefined) => (
  <ReasonDialog title="Retire it" opened close={close} act={close} action="Retire" busy={busy} error={error}>
    It goes.
  </ReasonDialog>
)

it('a dialog whose request is under way or was not answered does not claim that it leaves things be', async () => {
  const close = vi.fn()
  const asked = show(dialog(true, null, close))
  expect((await screen.findByRole('status')).textContent).toContain('Closing this does not stop it.')
  expect(screen.queryByRole('button', { name: 'Leave it' })).toBeNull()
  await userEvent.click(screen.getAllByRole('button', { name: 'Close' }).at(-1) ?? document.body)
  expect(close).toHaveBeenCalledOnce()
  asked.unmount()

  const unheard = show(dialog(false, new Unanswered(504)))
  await screen.findByRole('dialog')
  expect(screen.queryByRole('button', { name: 'Leave it' })).toBeNull()
  unheard.unmount()

  for (const error of [null, new ApiProblem(409, undefined)]) {
    const free = show(dialog(false, error))
    expect(await screen.findByRole('button', { name: 'Leave it' })).toBeDefined()
    expect(screen.queryByText(/does not stop it/)).toBeNull()
    free.unmount()
  }
})
