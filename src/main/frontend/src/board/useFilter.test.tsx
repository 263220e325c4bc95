import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Link, MemoryRouter, useLocation, useNavigate } from 'react-router'
import { expect, it } from 'vitest'
import { useFilter } from './useFilter'

function Filtered() {
  const go = useNavigate()
  const { text, setText, settled } = useFilter()
  return (
    <>
      <input aria-label="filter" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <output>{settled}</output>
      <Link to="/board?model=other">elsewhere</Link>
      <Link to="/board">all</Link>
      <button type="button" onClick={() => void go(-1)}>
        back
      </button>
      <p>{useLocation().search}</p>
    </>
  )
}

it('keeps every letter, tells the address, and follows a link', async () => {
  render(
    <MemoryRouter initialEntries={['/board?model=fraud']}>
      <Filtered />
    </MemoryRouter>,
  )
  const input = screen.getByLabelText<HTMLInputElement>('filter')
  expect(input.value).toBe('fraud')
  await userEvent.type(input, '-detector')
  expect(input.value).toBe('fraud-detector')
  await waitFor(() => expect(screen.getByText('?model=fraud-detector')).toBeDefined())

  await act(() => screen.getByText('elsewhere').click())
  expect(input.value).toBe('other')
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('other'))
  await act(() => screen.getByText('all').click())
  await waitFor(() => expect(input.value).toBe(''))
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe(''))
})

it('shows what was typed once when it is gone back to, and leaves that in the address', async () => {
  render(
    <MemoryRouter initialEntries={['/board']}>
      <Filtered />
    </MemoryRouter>,
  )
  const input = screen.getByLabelText<HTMLInputElement>('filter')
  await userEvent.type(input, 'fraud')
  await screen.findByText('?model=fraud')
  await act(() => screen.getByText('elsewhere').click())
  await waitFor(() => expect(input.value).toBe('other'))
  await new Promise((settled) => setTimeout(settled, 200))

  await act(() => screen.getByText('back').click())
  await waitFor(() => expect(input.value).toBe('fraud'))
  await new Promise((settled) => setTimeout(settled, 200))
  screen.getByText('?model=fraud')
  expect(screen.getByRole('status').textContent).toBe('fraud')
})
