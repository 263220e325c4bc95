import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { Link } from 'react-router'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EditOverrides } from '../endpoint/EditOverrides'
import { endpoint } from '../testing/examples'
import { show } from '../testing/render'
import { useUnsaved } from './unsaved'

let says = false
const asked = vi.fn(() => says)

beforeEach(() => {
  says = false
  asked.mockClear()
  vi.stubGlobal('confirm', asked)
})
afterEach(() => vi.unstubAllGlobals())

function Editing({ left }: { left: () => void }) {
  const [text, setText] = useState('')
  useUnsaved(text !== '')
  return (
    <>
      <input aria-label="text" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <Link to="/board" onClick={left}>
        Board
      </Link>
    </>
  )
}

it('a link leads away at once while nothing is changed, and after that only if its reader means it', async () => {
  const left = vi.fn()
  show(<Editing left={left} />)
  const link = screen.getByRole('link', { name: 'Board' })
  await userEvent.click(link)
  expect(left).toHaveBeenCalledOnce()
  expect(asked).not.toHaveBeenCalled()

  await userEvent.type(screen.getByLabelText('text'), 'x')
  await userEvent.click(link)
  expect(asked).toHaveBeenCalledOnce()
  expect(left).toHaveBeenCalledOnce()
  says = true
  await userEvent.click(link)
  expect(left).toHaveBeenCalledTimes(2)
})

it('closing the page asks while something is changed, and not before', async () => {
  show(<Editing left={() => undefined} />)
  const closes = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
  expect(closes()).toBe(true)
  await userEvent.type(screen.getByLabelText('text'), 'x')
  expect(closes()).toBe(false)
})

it('a step back that is refused is taken back, and the router hears of neither', async () => {
  window.history.pushState({ idx: 0 }, '', '/one')
  window.history.pushState({ idx: 1 }, '', '/two')
  const router = vi.fn()
  window.addEventListener('popstate', router)
  show(<Editing left={() => undefined} />)
  await userEvent.type(screen.getByLabelText('text'), 'x')
  window.history.back()
  await waitFor(() => expect(asked).toHaveBeenCalledOnce())
  await waitFor(() => expect(window.location.pathname).toBe('/two'))
  expect(router).not.toHaveBeenCalled()

  says = true
  window.history.back()
  await waitFor(() => expect(router).toHaveBeenCalledOnce())
  expect(window.location.pathname).toBe('/one')
  window.removeEventListener('popstate', router)
})

it('overrides show what changes before they are set, and do not close over what was typed', async () => {
  const close = vi.fn()
  show(<EditOverrides seen={endpoint('prod', 'v1')} close={close} />)
  const text = await screen.findByLabelText('Overrides')
  await userEvent.clear(text)
  await userEvent.type(text, '{{"keep_releases": 7}')
  expect(screen.getByRole('region', { name: 'What changes' }).textContent).toContain('keep_releases')

  await userEvent.click(screen.getByRole('button', { name: 'Leave it' }))
  expect(asked).toHaveBeenCalledOnce()
  expect(close).not.toHaveBeenCalled()
  says = true
  await userEvent.click(screen.getByRole('button', { name: 'Leave it' }))
  expect(close).toHaveBeenCalledOnce()
})
