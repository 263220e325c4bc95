import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { firstLoadAtMost } from './firstLoad.ts'

const service = process.env.SLIPWAY_API ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react(), firstLoadAtMost(300_000)],
  build: {
    outDir: process.env.SLIPWAY_DASHBOARD ?? '../../../target/classes/dashboard',
    emptyOutDir: true,
    // firstLoadAtMost weighs what matters; the charts are large and come last.
    chunkSizeWarningLimit: 1000,
    // Nothing is put into the page itself: the content security policy allows no inline script.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: {
    proxy: Object.fromEntries(
      ['/v1', '/docs', '/openapi.yaml', '/problems', '/login', '/oauth2'].map((path) => [path, service]),
    ),
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    // Figures and dates are written as the locale has it, which is otherwise the machine's.
    env: { LC_ALL: 'en_US.UTF-8' },
    // A machine that builds other things meanwhile is slow, and nothing is wrong by that.
    testTimeout: 20_000,
  },
})
