import { MantineProvider } from '@mantine/core'
import { onlineManager, QueryClient, QueryClientProvider, useMutation, useQuery } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { keys } from '../api/keys'
import { ApiProblem } from '../api/problem'
import { newQueryClient } from '../api/queryClient'
import type { Deployment } from '../api/types'
import { deployment } from '../testing/examples'
import { streamService } from '../testing/streams'
import { theme } from '../theme/theme'
import { LiveProvider } from './LiveProvider'

afterEach(() => vi.unstubAllGlobals())

function View({ look }: { look: () => Promise<string> }) {
  const { data, error } = useQuery({ queryKey: ['view'], queryFn: look })
  return data ?? error?.message ?? 'looking'
}

function Acting({ act }: { act: () => Promise<unknown> }) {
  const { mutate, error } = useMutation({ mutationFn: act })
  return (
    <button type="button" onClick={() => mutate()}>
      {error?.message ?? 'Act'}
    </button>
  )
}

it('one stream tells of what happens and of what moves', async () => {
  const service = streamService()
  vi.stubGlobal('fetch', service.fetch)
  const queries = new QueryClient()
  queries.setQueryData(keys.me, { name: 'admin' })
  const before = deployment({ fleets: [] })
  queries.setQueryData(keys.deployments, [before])
  render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={queries}>
        <LiveProvider>shown</LiveProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
  await waitFor(() => expect(service.asked[0]?.url).toBe('/v1/audit-events?deployments=true'))
  service.asked[0]?.say('id: 1\n\n')
  await screen.findByText('shown')

  const after = deployment({ state: 'FINISHING' })
  service.asked[0]?.say(`id: 2\nevent: deployment\ndata: ${JSON.stringify(after)}\n\n`)
  await waitFor(() => expect(queries.getQueryData<Deployment[]>(keys.deployments)).toEqual([after]))
  expect(service.asked).toHaveLength(1)
})

it('a session that is over is not asked for a stream again and again', async () => {
  const service = streamService()
  let asked = 0
  vi.stubGlobal('fetch', (...request: Parameters<typeof service.fetch>) => {
    if (typeof request[0] === 'string') asked++
    return service.fetch(...request)
  })
  service.refuseWith = 401
  const queries = newQueryClient()
  queries.setQueryData(keys.me, { name: 'admin' })
  render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={queries}>
        <LiveProvider>shown</LiveProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
  await waitFor(() => expect(queries.getQueryState(keys.me)?.status).toBe('error'))
  await screen.findByText('shown')
  expect(asked).toBe(1)
})

it('what failed while nothing could be reached is looked at again once the stream is back', async () => {
  const service = streamService()
  vi.stubGlobal('fetch', service.fetch)
  const queries = newQueryClient()
  queries.setQueryData(keys.me, { name: 'admin' })
  let looks = 0
  const look = () => {
    looks++
    return looks === 1 ? Promise.reject(new ApiProblem(403, undefined)) : Promise.resolve('found')
  }
  render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={queries}>
        <LiveProvider>
          <View look={look} />
        </LiveProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
  await waitFor(() => expect(service.asked).toHaveLength(1))
  service.asked[0]?.say('id: 1\n\n')
  await screen.findByText('Slipway answered 403.')

  service.asked[0]?.hangUp()
  await waitFor(() => {
    window.dispatchEvent(new Event('online'))
    expect(service.asked).toHaveLength(2)
  })
  service.asked[1]?.say('id: 2\n\n')
  await screen.findByText('found')
})

it('a click without a network fails with a word, and does not happen later', async () => {
  onlineManager.setOnline(false)
  const act = vi.fn(() => Promise.reject(new ApiProblem(0, undefined)))
  render(
    <QueryClientProvider client={newQueryClient()}>
      <Acting act={act} />
    </QueryClientProvider>,
  )
  await userEvent.click(screen.getByRole('button'))
  await screen.findByText('Slipway does not answer.')
  onlineManager.setOnline(true)
  expect(act).toHaveBeenCalledOnce()
})
