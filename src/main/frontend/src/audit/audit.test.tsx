import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cleanup, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { event } from '../testing/examples'
import { show } from '../testing/render'
import AuditPage from './AuditPage'
import { EVENT_TYPES } from './types'

afterEach(() => vi.unstubAllGlobals())

it('what was found stays while another filter looks, and known types are suggested', async () => {
  const asked: string[] = []
  let answer = (_events: object[]) => undefined as unknown
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(request.url)
    return new Promise((resolve) => {
      answer = (items) => resolve(Response.json({ items }))
    })
  })
  show(<AuditPage />)
  await waitFor(() => expect(screen.getByLabelText('Loading')).toBeDefined())
  answer([event(1, 'deployment.queued', 'PREFLIGHT')])
  await screen.findByText('deployment.queued PREFLIGHT')

  await userEvent.click(screen.getByLabelText('Type of event', { selector: 'input' }))
  await userEvent.paste('succ')
  await userEvent.click(await screen.findByText('deployment.succeeded'))
  await waitFor(() => expect(asked.at(-1)).toContain('type=deployment.succeeded'))
  expect(screen.getByText('deployment.queued PREFLIGHT')).toBeDefined()
  expect(screen.queryByLabelText('Loading')).toBeNull()
})

it('every letter that is typed stays, where it was typed', async () => {
  const asked: string[] = []
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(request.url)
    return Promise.resolve(Response.json({ items: [] }))
  })
  show(<AuditPage />, { at: '/audit?actor=oken:admin' })
  const who = screen.getByLabelText<HTMLInputElement>('Who')
  await userEvent.type(who, 'abc', { initialSelectionStart: 0, initialSelectionEnd: 0 })
  expect(who.value).toBe('abcoken:admin')
  await waitFor(() => expect(asked.at(-1)).toContain('actor=abcoken%3Aadmin'))
})

it('what was verified of one record is not said of another', async () => {
  vi.stubGlobal('fetch', (request: Request) =>
    Promise.resolve(
      Response.json(request.url.includes('/verification') ? { intact: true, rows: 3 } : { items: [] }),
    ),
  )
  show(<AuditPage />, { at: '/audit?of=model&name=fraud-detector' })
  await userEvent.click(await screen.findByRole('button', { name: 'Verify this record' }))
  await screen.findByText('3 events, chain whole')

  await userEvent.type(screen.getByLabelText('Name of the thing'), '-2')
  await waitFor(() => expect(screen.queryByText('3 events, chain whole')).toBeNull())
  expect(screen.getByRole('button', { name: 'Verify this record' })).toBeDefined()
})

it('the last hour is one of the clock that the rows tell, however fast that runs', async () => {
  const AN_HOUR = 3600
  // The examples begin at noon; the cloud has gone on for two hours, which were six minutes here.
  const items = [event(AN_HOUR + 60, 'deployment.queued', 'LATE'), event(60, 'deployment.queued', 'EARLY')]
  const asked: string[] = []
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(request.url)
    return Promise.resolve(Response.json({ items, next_page_token: 't' }))
  })
  show(<AuditPage />, { at: '/audit?within=3600', simulator: { now: '2026-01-31T14:00:00Z', speed: 20 } })
  await screen.findByText('deployment.queued LATE')
  expect(screen.queryByText('deployment.queued EARLY')).toBeNull()
  expect(asked.at(-1)).not.toContain('created_after')

  await userEvent.click(screen.getByLabelText('When', { selector: 'input' }))
  await userEvent.click(await screen.findByText('Last day'))
  await screen.findByText('deployment.queued EARLY')
})

it('where the time ends that somebody looks at, the record is not said to begin', async () => {
  const items = [event(3600, 'deployment.queued', 'LATE')]
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ items })))
  const simulator = { now: '2026-01-31T13:01:00Z', speed: 1 }
  for (const [address, end] of [
    ['/audit?within=3600', 'Nothing earlier in this time.'],
    ['/audit', 'This is where the record begins.'],
  ] as const) {
    show(<AuditPage />, { at: address, simulator })
    await screen.findByText(end)
    cleanup()
  }
})

it('every type that is suggested is one that the service writes', () => {
  const sources = '../java'
  const written = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.java'))
    .map((file) => readFileSync(join(sources, file), 'utf8'))
    .join('\n')
  expect(EVENT_TYPES.filter((type) => !written.includes(`"${type}"`))).toEqual([])
})
