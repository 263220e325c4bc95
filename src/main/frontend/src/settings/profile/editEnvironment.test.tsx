import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { afterEach, expect, it, vi } from 'vitest'
import { keys } from '../../api/keys'
import type { Me } from '../../api/types'
import { environment } from '../../testing/examples'
import { show } from '../../testing/render'
import { EditEnvironment } from './EditEnvironment'

// One field stands for the hundred of a profile, which take their time.
vi.mock('./EditProfile', () => ({ EditProfile: () => <input aria-label="Instance type" /> }))

afterEach(() => vi.unstubAllGlobals())

const me = (role: Me['grants'][number]['role']): Me => ({
  name: 'user:ada',
  kind: 'USER',
  display_name: 'Ada',
  grants: [{ role, environment: '*' }],
})

function open(who: Me) {
  let known = true
  vi.stubGlobal('fetch', (request: Request) =>
    Promise.resolve(
      !known
        ? Response.json({ code: 'unauthenticated', detail: 'Who?' }, { status: 401 })
        : request.url.endsWith('/environments/prod')
          ? Response.json(environment('prod', '2026-01-31T12:00:00Z'))
          : Response.json({ items: [] }),
    ),
  )
  const page = (
    <Routes>
      <Route path=":environment" element={<EditEnvironment />} />
    </Routes>
  )
  const { queries } = show(page, { at: '/prod', me: who })
  return {
    endSession: async () => {
      known = false
      await queries.resetQueries({ queryKey: keys.me })
    },
    signIn: () => void queries.setQueryData(keys.me, who),
  }
}

it('what was typed into a profile is still there when a session that has ended is opened again', async () => {
  const { endSession, signIn } = open(me('ADMIN'))
  const type = await screen.findByLabelText('Instance type')
  fireEvent.change(type, { target: { value: 'ml.c5.2xlarge' } })
  await act(endSession)
  act(signIn)
  await waitFor(() =>
    expect(screen.getByLabelText<HTMLInputElement>('Instance type').value).toBe('ml.c5.2xlarge'),
  )
})

it('whoever may not change an environment is told why', async () => {
  open(me('VIEWER'))
  await screen.findByRole('heading', { name: 'You may not change prod' })
  expect(screen.queryByLabelText('Instance type')).toBeNull()
})
