import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** By name: the five minutes need the demo as it is after a start. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((one, other) => one.moduleId.localeCompare(other.moduleId))
  }
}

/** The walks through the dashboard in a real browser; DashboardIT starts the service they walk in. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['walk/**/*.walk.ts'],
    globalSetup: ['walk/launch.ts'],
    // One service and two cores: one walk after the other, the five minutes first.
    fileParallelism: false,
    sequence: { sequencer: InOrder },
    testTimeout: 120_000,
    hookTimeout: 60_000,
    reporters: ['verbose'],
  },
})
