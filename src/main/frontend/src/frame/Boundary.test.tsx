import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it, vi } from 'vitest'
import { show } from '../testing/render'
import { Boundary } from './Boundary'

function Broken(): never {
  throw new Error('It cannot be drawn.')
}

function Framed({ reload }: { reload: () => void }) {
  const [at, go] = useState('/broken')
  return (
    <>
      <button type="button" onClick={() => go('/board')}>
        Board
      </button>
      <Boundary at={at} reload={reload}>
        {at === '/broken' ? <Broken /> : <p>All is well</p>}
      </Boundary>
    </>
  )
}

it('a view that fails says so, can be loaded again, and keeps nobody from the others', async () => {
  const written = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const reload = vi.fn()
  show(<Framed reload={reload} />)
  expect(screen.getByRole('alert').textContent).toContain('It cannot be drawn.')
  expect(screen.getByRole('heading', { level: 1 })).toBeDefined()
  await userEvent.click(screen.getByRole('button', { name: 'Load again' }))
  expect(reload).toHaveBeenCalledOnce()
  await userEvent.click(screen.getByRole('button', { name: 'Board' }))
  expect(screen.getByText('All is well')).toBeDefined()
  written.mockRestore()
})
