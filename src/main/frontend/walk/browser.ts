import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, onTestFailed } from 'vitest'
import { needed } from './needed'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Where the service is, and the admin's token of it. */
export const service = needed('SLIPWAY_URL')
export const token = needed('SLIPWAY_TOKEN')

export type Scheme = 'light' | 'dark'

interface VisitorOptions {
  scheme?: Scheme
  width?: number
  /** An origin besides the service's that the page may lead to: the identity provider's. */
  leavesFor?: string
}

/** The browser that all walks share, for the tests of a file. */
export function aBrowser() {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.connect(inject('browser'))
  })
  afterAll(async () => {
    await browser?.close()
  })
  return {
    /** A fresh visitor; what the page complains of fails the test that looks at it. */
    async visitor(options: VisitorOptions = {}): Promise<Visit> {
      const context = await browser.newContext({
        baseURL: service,
        colorScheme: options.scheme ?? 'light',
        viewport: { width: options.width ?? 1280, height: 860 },
        reducedMotion: 'reduce',
      })
      const page = await context.newPage()
      page.setDefaultTimeout(30_000)
      onTestFailed(async ({ task }) => {
        const picture = `../../../target/walk/${task.name.replace(/\W+/g, '-')}.png`
        await page.screenshot({ path: picture, fullPage: true }).catch(() => undefined)
      })
      const complaints: string[] = []
      const streams = { open: 0, most: 0 }
      const follows = (request: Request) => request.headers().accept === 'text/event-stream'
      page.on('request', (request) => {
        if (follows(request)) streams.most = Math.max(streams.most, ++streams.open)
      })
      page.on('requestfinished', (request) => follows(request) && streams.open--)
      page.on('requestfailed', (request) => follows(request) && streams.open--)
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error' && /Content Security Policy|Refused to/.test(message.text())) {
          complaints.push(message.text())
        }
      })
      page.on('request', (request) => {
        const known = [service, 'data:', ...(options.leavesFor === undefined ? [] : [options.leavesFor])]
        if (!known.some((origin) => request.url().startsWith(origin))) {
          complaints.push(`left the origin: ${request.url()}`)
        }
      })
      return { page, context, complaints, streams }
    },
  }
}

export interface Visit {
  page: Page
  context: BrowserContext
  complaints: string[]
  /** How many event streams the page has open, and the most that it had at a time. */
  streams: { open: number; most: number }
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

/** Fails when axe finds anything on the page as it is now, or anything in its colours alone. */
export async function axeIsClean(page: Page, what: string, coloursAlone = false) {
  if (!(await page.evaluate(() => Reflect.has(window, 'axe')))) await page.evaluate(AXE)
  const violations = await page.evaluate(async (only) => {
    const axe: { run: (options: object) => Promise<{ violations: Violation[] }> } = Reflect.get(window, 'axe')
    const rules = only ? { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } } : {}
    return (await axe.run({ resultTypes: ['violations'], ...rules })).violations
  }, coloursAlone)
  const told = violations.map(
    (one: Violation) =>
      `${one.id}: ${one.help}\n${one.nodes.map((node) => `  ${node.target.join(' ')}\n  ${node.failureSummary ?? ''}`).join('\n')}`,
  )
  expect(told, `axe on ${what}`).toEqual([])
}

/** The token of a new service account with these roles. */
export async function anAccount(name: string, grants: { role: string; environment: string }[]) {
  await ask('POST', '/v1/service-accounts', { name, grants })
  const made = await ask<{ token: string }>('POST', `/v1/service-accounts/${name}/tokens`, { name: 'walk' })
  return made.token
}

/** Asks the API past the page, to prepare what a walk needs. */
export async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  const answer = await fetch(service + path, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
