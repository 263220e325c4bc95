import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { MemoryRouter } from 'react-router'
import { keys } from '../api/keys'
import { theme } from '../theme/theme'

/** Shows something as the page would, in a cloud whose clock is everybody's. */
export function show(what: ReactNode) {
  const queries = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  queries.setQueryData(keys.simulator, { running: false, now: '', speed: 1, switches: [], readAt: 0 })
  return render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={queries}>
        <MemoryRouter>{what}</MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  )
}
