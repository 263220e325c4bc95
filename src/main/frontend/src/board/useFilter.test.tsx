import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Link, MemoryRouter, useLocation } from 'react-router'
import { expect, it, vi } from 'vitest'
import { useFilter } from './useFilter'

function Filtered() {
  const { text, setText, settled } = useFilter()
  return (
    <>
      <input aria-label="filter" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <output>{settled}</output>
      <Link to="/board?model=other">elsewhere</Link>
      <Link to="/board">all</Link>
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
  await vi.waitFor(() => expect(screen.getByText('?model=fraud-detector')).toBeDefined())

  await act(() => screen.getByText('elsewhere').click())
  expect(input.value).toBe('other')
  await vi.waitFor(() => expect(screen.getByRole('status').textContent).toBe('other'))
  await act(() => screen.getByText('all').click())
  await vi.waitFor(() => expect(input.value).toBe(''))
  await vi.waitFor(() => expect(screen.getByRole('status').textContent).toBe(''))
})
