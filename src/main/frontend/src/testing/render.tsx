import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { MemoryRouter } from 'react-router'
import { keys } from '../api/keys'
import type { Simulator } from '../api/simulator'
import type { Me } from '../api/types'
import { theme } from '../theme/theme'

interface Shown {
  at?: string
  /** Whom it is shown to; nobody who is known unless said. */
  me?: Me
  /** The cloud's clock; everybody's unless said. */
  simulator?: Pick<Simulator, 'now' | 'speed'>
}

/** Shows something as the page would at an address. */
export function show(what: ReactNode, { at = '/', me, simulator }: Shown = {}) {
  const queries = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  queries.setQueryData<Simulator>(keys.simulator, {
    running: simulator !== undefined,
    now: '',
    speed: 1,
    ...simulator,
    switches: [],
    readAt: Date.now(),
  })
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
