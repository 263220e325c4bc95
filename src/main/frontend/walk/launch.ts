import { chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { needed } from './needed'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the running browser is driven from. */
    browser: string
  }
}

/** Starts the system's browser once for all walks: no driver brings one of its own. */
export default async function launch(project: TestProject) {
  const browser = await chromium.launchServer({
    executablePath: needed('SLIPWAY_BROWSER'),
    // As root, as in many a container, Chromium starts without its sandbox or not at all.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  project.provide('browser', browser.wsEndpoint())
  return () => browser.close()
}
