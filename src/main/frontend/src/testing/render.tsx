import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { MemoryRouter } from 'react-router'
import { keys } from '../api/keys'
import type { Me } from '../api/types'
import { theme } from '../theme/theme'

interface Shown {
  at?: string
  /** Whom it is shown to; nobody who is known unless said. */
  me?: Me
}

/** Shows something as the page would at an address, in a cloud whose clock is everybody's. */
export function show(what: ReactNode, { at = '/', me }: Shown = {}) {
  const queries = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  queries.setQueryData(keys.simulator, { running: false, now: '', speed: 1, switches: [], readAt: 0 })
  if (me !== undefined) queries.setQueryData(keys.me, me)
  const shown = render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={queries}>
        <MemoryRouter initialEntries={[at]}>{what}</MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return { ...shown, queries }
}
