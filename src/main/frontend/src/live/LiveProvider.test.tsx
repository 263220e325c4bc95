import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { keys } from '../api/keys'
import type { Deployment } from '../api/types'
import { deployment } from '../testing/examples'
import { theme } from '../theme/theme'
import { LiveProvider } from './LiveProvider'

afterEach(() => vi.unstubAllGlobals())

it('one stream tells of what happens and of what moves', async () => {
  const asked: string[] = []
  let say = (_text: string) => undefined as unknown
  const service = (url: string) => {
    asked.push(url)
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        say = (text) => controller.enqueue(new TextEncoder().encode(text))
      },
    })
    return Promise.resolve(new Response(body, { status: 200 }))
  }
  vi.stubGlobal('fetch', service)
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
  await vi.waitFor(() => expect(asked).toEqual(['/v1/audit-events?deployments=true']))
  say('id: 1\n\n')
  await screen.findByText('shown')

  const after = deployment({ state: 'FINISHING' })
  say(`id: 2\nevent: deployment\ndata: ${JSON.stringify(after)}\n\n`)
  await vi.waitFor(() => expect(queries.getQueryData<Deployment[]>(keys.deployments)).toEqual([after]))
  expect(asked).toHaveLength(1)
})
