import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it } from 'vitest'
import { show } from '../testing/render'
import { Dialog } from './Dialog'

function Asks({ fades }: { fades: boolean }) {
  const [opened, open] = useState(false)
  return (
    <>
      <button type="button" onClick={() => open(true)}>
        Ask
      </button>
      {(fades || opened) && (
        <Dialog opened={opened} onClose={() => open(false)} title="Why">
          <input aria-label="Reason" data-autofocus />
        </Dialog>
      )}
    </>
  )
}

it.each([true, false])(
  'who closes a dialog goes on where they were, whether or not it fades: %s',
  async (fades) => {
    show(<Asks fades={fades} />)
    await userEvent.tab()
    await userEvent.keyboard('{Enter}')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Reason')))
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Ask' })))
  },
)
