import { defineConfig } from 'vitest/config'

/** How quick the dashboard is; `mvn verify -Pbench -Dbench=dashboard` starts what it is measured on. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['walk/**/*.bench.ts'],
    globalSetup: ['walk/launch.ts'],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    reporters: ['verbose'],
  },
})
