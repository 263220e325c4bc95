import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFailed } from 'vitest'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Where the service is, and the admin's token of it. */
export const service = needed('SLIPWAY_URL')
export const token = needed('SLIPWAY_TOKEN')

function needed(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} says nothing; DashboardIT sets it.`)
  return value
}

export type Scheme = 'light' | 'dark'

/** The system's browser for the tests of a file: no driver brings one of its own. */
export function aBrowser() {
  let browser: Browser
  const contexts: BrowserContext[] = []
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: needed('SLIPWAY_BROWSER'),
      // As root, as in many a container, Chromium starts without its sandbox or not at all.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    })
  })
  afterAll(async () => {
    await browser?.close()
  })
  return {
    /** A fresh visitor; what the page complains of fails the test that looks at it. */
    async visitor(options: { scheme?: Scheme; width?: number } = {}): Promise<Visit> {
      const context = await browser.newContext({
        baseURL: service,
        colorScheme: options.scheme ?? 'light',
        viewport: { width: options.width ?? 1280, height: 860 },
        reducedMotion: 'reduce',
      })
      contexts.push(context)
      const page = await context.newPage()
      page.setDefaultTimeout(30_000)
      onTestFailed(async ({ task }) => {
        const picture = `../../../target/walk/${task.name.replace(/\W+/g, '-')}.png`
        await page.screenshot({ path: picture, fullPage: true }).catch(() => undefined)
      })
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error' && /Content Security Policy|Refused to/.test(message.text())) {
          complaints.push(message.text())
        }
      })
      page.on('request', (request) => {
        if (!request.url().startsWith(service) && !request.url().startsWith('data:')) {
          complaints.push(`left the origin: ${request.url()}`)
        }
      })
      return { page, context, complaints }
    },
  }
}

export interface Visit {
  page: Page
  context: BrowserContext
  complaints: string[]
}

/** Signs in as the link does that local mode prints. */
export async function signIn(page: Page, path = '/board', as = token) {
  await page.goto(`${path}#token=${as}`)
  await page.getByRole('banner').waitFor()
}

interface Violation {
  id: string
  help: string
  nodes: { target: unknown[]; failureSummary?: string }[]
}

/** Fails when axe finds anything on the page as it is now. */
export async function axeIsClean(page: Page, what: string) {
  await page.evaluate(AXE)
  const violations = await page.evaluate(async () => {
    const axe: { run: (options: object) => Promise<{ violations: Violation[] }> } = Reflect.get(window, 'axe')
    return (await axe.run({ resultTypes: ['violations'] })).violations
  })
  const told = violations.map(
    (one: Violation) =>
      `${one.id}: ${one.help}\n${one.nodes.map((node) => `  ${node.target.join(' ')}\n  ${node.failureSummary ?? ''}`).join('\n')}`,
  )
  expect(told, `axe on ${what}`).toEqual([])
}

/** Asks the API past the page, to prepare what a walk needs. */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(service + path, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
