import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { deployment, endpoint } from '../testing/examples'
import { useRollback, useRollbackPlan } from './plans'

afterEach(() => vi.unstubAllGlobals())

it('goes back from the release that the plan was shown for', async () => {
  const bodies: unknown[] = []
  let serving = 3
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'GET') {
      const current_release = { number: serving, model_version: 'v3', content_hash: 'c' }
      return Response.json({ ...endpoint('prod'), current_release })
    }
    bodies.push(await request.json())
    return Response.json(request.url.includes('dry_run') ? { hash: 'h' } : deployment())
  })
  const queries = new QueryClient()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queries}>{children}</QueryClientProvider>
  )
  const wish = { endpoint: 'prod-fraud-detector', release: undefined }
  const hooks = renderHook(() => ({ plan: useRollbackPlan(wish, true), back: useRollback(wish) }), {
    wrapper,
  })
  await waitFor(() => expect(hooks.result.current.plan.data).toBeDefined())
  // Somebody else goes back meanwhile.
  serving = 2
  await act(() => hooks.result.current.back.mutateAsync({ reason: 'slow', key: 'k' }))
  expect(bodies).toEqual([
    { reason: 'a look at the plan', expected_release: 3 },
    { reason: 'slow', expected_release: 3 },
  ])
})
