import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { BrowserRouter } from 'react-router'
import { newQueryClient } from './api/queryClient'
import { Frame } from './frame/Frame'
import { LiveProvider } from './live/LiveProvider'
import { SessionGate } from './session/SessionGate'
import { styleNonce } from './theme/nonce'
import { colorSchemes, theme, variables } from './theme/theme'
import { Views } from './Views'

const queries = newQueryClient()

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemes}
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <SessionGate>
            <LiveProvider>
              <Frame>
                <Views />
              </Frame>
            </LiveProvider>
          </SessionGate>
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  )
}
