import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ComponentType, Suspense, useState } from 'react'
import { expect, it, vi } from 'vitest'
import { part } from '../shared/part'
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

/** A view whose part of the program does not come the first so many times. */
function arriving(failures: number) {
  let asked = 0
  return part(async () => {
    if (++asked <= failures) throw new TypeError('Unable to preload CSS for /assets/DriftPage-0.css')
    return { default: () => <p>The view</p> }
  })
}

function Visited({ view: View, reload }: { view: ComponentType; reload: () => void }) {
  const [at, go] = useState('/drift')
  return (
    <>
      <button type="button" onClick={() => go(at === '/drift' ? '/board' : '/drift')}>
        Go
      </button>
      <Boundary at={at} reload={reload}>
        <Suspense>{at === '/drift' ? <View /> : <p>The board</p>}</Suspense>
      </Boundary>
    </>
  )
}

it('a view whose part of the program did not come is tried again without leaving, then with the whole page', async () => {
  const written = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const reload = vi.fn()
  const once = show(<Visited view={arriving(1)} reload={reload} />)
  expect((await screen.findByRole('alert')).textContent).toContain('Its part of the program did not load')
  expect(screen.queryByText(/preload/)).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('The view')).toBeDefined()
  once.unmount()

  show(<Visited view={arriving(2)} reload={reload} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))
  expect(reload).not.toHaveBeenCalled()
  await userEvent.click(await screen.findByRole('button', { name: 'Load again' }))
  expect(reload).toHaveBeenCalledOnce()
  written.mockRestore()
})

it('such a view is tried again by whoever comes back to it', async () => {
  const written = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  show(<Visited view={arriving(1)} reload={() => undefined} />)
  await screen.findByRole('alert')
  await userEvent.click(screen.getByRole('button', { name: 'Go' }))
  expect(await screen.findByText('The board')).toBeDefined()
  await userEvent.click(screen.getByRole('button', { name: 'Go' }))
  expect(await screen.findByText('The view')).toBeDefined()
  written.mockRestore()
})

it('a style sheet that one view lacks keeps that one back until it comes, and no other', async () => {
  const written = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const sheet = () => document.head.querySelector('link[href$="/assets/Lacking.css"]')
  const fails = () => act(async () => sheet()?.dispatchEvent(new Event('error')))
  const Lacking = part(async () => {
    if (sheet() === null) {
      document.head.append(Object.assign(document.createElement('link'), LINK))
      sheet()?.dispatchEvent(new Event('error'))
      throw new TypeError('Unable to preload CSS for /assets/Lacking.css')
    }
    return { default: () => <p>In style</p> }
  })
  const first = show(<Visited view={Lacking} reload={() => undefined} />)
  await screen.findByRole('alert')
  first.unmount()

  const other = show(<Visited view={arriving(0)} reload={() => undefined} />)
  await fails()
  expect(await screen.findByText('The view')).toBeDefined()
  other.unmount()

  show(<Visited view={Lacking} reload={() => undefined} />)
  await fails()
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))
  await act(async () => sheet()?.dispatchEvent(new Event('load')))
  expect(await screen.findByText('In style')).toBeDefined()
  sheet()?.remove()
  written.mockRestore()
})

const LINK = { rel: 'stylesheet', href: '/assets/Lacking.css' }
