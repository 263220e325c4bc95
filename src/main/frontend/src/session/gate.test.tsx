import { MantineProvider, Modal } from '@mantine/core'
import { QueryClientProvider, useMutation, useQuery } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { keys } from '../api/keys'
import { ApiProblem } from '../api/problem'
import { newQueryClient } from '../api/queryClient'
import { LiveProvider } from '../live/LiveProvider'
import { streamService } from '../testing/streams'
import { theme } from '../theme/theme'
import { SessionGate } from './SessionGate'

afterEach(() => vi.unstubAllGlobals())

/** A service that knows at most one person, and has streams for whoever is known. */
function serviceFor(name: string | undefined) {
  const streams = streamService()
  const service = { streams, known: name, signsIn: 'user:ada', hasProvider: false }
  vi.stubGlobal('fetch', (asked: string | Request, options: Parameters<typeof streams.fetch>[1]) => {
    if (asked === '/login')
      return Promise.resolve(new Response('', { status: service.hasProvider ? 200 : 404 }))
    if (typeof asked === 'string') {
      streams.refuseWith = service.known === undefined ? 401 : undefined
      return streams.fetch(asked, options)
    }
    if (asked.method === 'POST') service.known = service.signsIn
    return Promise.resolve(
      service.known === undefined
        ? Response.json({ code: 'unauthenticated', detail: 'Who?' }, { status: 401 })
        : Response.json({ csrf_token: 'c', name: service.known, display_name: service.known, grants: [] }),
    )
  })
  return service
}

/** A view with a form in a dialog, as most are, and with something that was loaded for one person. */
function View({ service }: { service: { known: string | undefined } }) {
  const [typed, setTyped] = useState('')
  const loaded = useQuery({ queryKey: ['view'], queryFn: () => Promise.resolve(`for ${service.known}`) })
  const save = useMutation({
    mutationFn: () =>
      service.known === undefined ? Promise.reject(new ApiProblem(401, undefined)) : Promise.resolve('saved'),
  })
  return (
    <>
      <p>{loaded.data}</p>
      <Modal opened onClose={() => undefined} title="Why">
        <input aria-label="Reason" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        <button type="button" onClick={() => save.mutate()}>
          {save.isPending ? 'Saving' : 'Save'}
        </button>
        {save.data}
      </Modal>
    </>
  )
}

async function typeAndLoseTheSession(hasProvider = false) {
  const service = serviceFor('user:ada')
  service.hasProvider = hasProvider
  render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={newQueryClient()}>
        <SessionGate>
          <LiveProvider>
            <View service={service} />
          </LiveProvider>
        </SessionGate>
      </QueryClientProvider>
    </MantineProvider>,
  )
  await waitFor(() => expect(service.streams.asked).toHaveLength(1))
  service.streams.asked[0]?.say('id: 1\n\n')
  await userEvent.type(await screen.findByLabelText('Reason'), 'drift')
  service.known = undefined
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await screen.findByLabelText('Token')
  return service
}

const isSeen = (what: Element | null) => {
  for (let at = what; at !== null; at = at.parentElement) {
    if (getComputedStyle(at).display === 'none') return false
  }
  return what !== null
}

async function signIn() {
  await userEvent.type(screen.getByLabelText('Token'), 'slw')
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
  await waitFor(() => expect(screen.queryByLabelText('Token')).toBeNull())
}

it('what was typed is there again after signing in again, and the stream begins anew', async () => {
  const service = await typeAndLoseTheSession()
  expect(isSeen(screen.getByLabelText('Token'))).toBe(true)
  expect(isSeen(screen.getByLabelText('Reason'))).toBe(false)
  expect(isSeen(screen.getByText('for user:ada'))).toBe(false)
  expect(service.streams.asked).toHaveLength(1)
  expect(service.streams.asked[0]?.left).toBe(true)

  await signIn()
  const reason = await screen.findByLabelText<HTMLInputElement>('Reason')
  await waitFor(() => expect(isSeen(reason)).toBe(true))
  expect(reason.value).toBe('drift')
  await waitFor(() => expect(service.streams.asked).toHaveLength(2))
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await screen.findByText('saved')
})

it('whoever else signs in finds nothing of what the one before typed and saw', async () => {
  const service = await typeAndLoseTheSession()
  service.signsIn = 'user:grace'
  await signIn()
  const reason = await screen.findByLabelText<HTMLInputElement>('Reason')
  await waitFor(() => expect(isSeen(reason)).toBe(true))
  expect(reason.value).toBe('')
  expect(screen.queryByText('for user:ada')).toBeNull()
  await screen.findByText('for user:grace')
})

it('whoever logs in by the identity provider does it beside the page that waits, and comes back to it', async () => {
  const service = await typeAndLoseTheSession(true)
  const login = await screen.findByRole('link', { name: 'Log in with your organisation' })
  expect(login.getAttribute('target')).toBe('_blank')
  document.dispatchEvent(new Event('visibilitychange'))
  expect(screen.getByLabelText('Token')).toBeDefined()

  service.known = 'user:ada'
  document.dispatchEvent(new Event('visibilitychange'))
  await waitFor(() => expect(screen.queryByLabelText('Token')).toBeNull())
  const reason = await screen.findByLabelText<HTMLInputElement>('Reason')
  await waitFor(() => expect(isSeen(reason)).toBe(true))
  expect(reason.value).toBe('drift')
})

/** Opens a link whose token the service does not know, or no longer. */
function openTheOldLink(known: string | undefined) {
  window.history.replaceState(null, '', '/board#token=old')
  const service = serviceFor(known)
  const { fetch } = globalThis
  vi.stubGlobal('fetch', (asked: string | Request, options?: RequestInit) =>
    asked instanceof Request && asked.method === 'POST' && asked.headers.get('Authorization') === 'Bearer old'
      ? Promise.resolve(Response.json({ code: 'unauthenticated', detail: 'Who?' }, { status: 401 }))
      : fetch(asked, options),
  )
  const queries = newQueryClient()
  render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={queries}>
        <SessionGate>inside</SessionGate>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return { service, queries }
}

it('a link that lets nobody in says so, and no later sign-in repeats it', async () => {
  const { service, queries } = openTheOldLink(undefined)
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('The token of the link that you opened is not known here')
  await signIn()
  await screen.findByText('inside')
  expect(screen.queryByRole('dialog')).toBeNull()

  service.known = undefined
  await queries.resetQueries({ queryKey: keys.me })
  await screen.findByLabelText('Token')
  expect(screen.queryByRole('alert')).toBeNull()
})

it('a link that lets nobody in tells whoever is in already as whom they go on', async () => {
  const { service, queries } = openTheOldLink('Ada')
  const dialog = await screen.findByRole('dialog', { name: 'You are still signed in as Ada' })
  expect(dialog.textContent).toContain('The token of the link that you opened is not known here')
  expect(screen.getByRole('button', { name: 'Sign out' })).toBeDefined()
  await userEvent.click(screen.getByRole('button', { name: 'Go on as Ada' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(screen.getByText('inside')).toBeDefined()

  service.known = undefined
  await queries.resetQueries({ queryKey: keys.me })
  await screen.findByLabelText('Token')
  expect(screen.queryByRole('alert')).toBeNull()
})
