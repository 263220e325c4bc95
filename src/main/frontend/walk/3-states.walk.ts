import type { Page, Request } from 'playwright-core'
import { expect, it } from 'vitest'
import { aBrowser, anAccount, ask, axeIsClean, signIn } from './browser'

const browser = aBrowser()

const AT = '2026-01-31T12:00:00Z'

it('a connection that is lost says how old the page is, and comes back by itself', async () => {
  const { page, context } = await browser.visitor()
  let cut = true
  await context.route('**/v1/audit-events?*', (route) => (cut ? route.abort() : route.continue()))
  await signIn(page)
  await page.getByText(/Reconnecting, last update .* ago/).waitFor()
  cut = false
  await page.getByRole('status').getByText('Live', { exact: true }).waitFor()
})

it('what changes elsewhere appears by itself', async () => {
  const { page } = await browser.visitor()
  await signIn(page)
  await page.getByRole('status').getByText('Live', { exact: true }).waitFor()
  const name = `walk-${Date.now()}`
  await ask('POST', '/v1/models', { name, description: 'made elsewhere' })
  await page.getByText(name).waitFor()
})

it('all tabs of a browser have one stream, and go on when the one that has it is closed', async () => {
  const { page, context } = await browser.visitor()
  const open = new Set<Request>()
  const streams = () => [...open].filter((request) => !request.frame().page().isClosed()).length
  context.on('request', (request) => {
    if (request.headers().accept === 'text/event-stream') open.add(request)
  })
  context.on('requestfinished', (request) => open.delete(request))
  context.on('requestfailed', (request) => open.delete(request))
  const live = (tab: Page) => tab.getByRole('status').getByText('Live', { exact: true }).waitFor()
  await signIn(page)
  await live(page)
  const others: Page[] = []
  for (let count = 0; count < 7; count++) {
    const tab = await context.newPage()
    await tab.goto('/audit')
    await live(tab)
    others.push(tab)
  }
  expect(streams()).toBe(1)

  await page.close()
  const name = `walk-${Date.now()}`
  await ask('POST', '/v1/models', { name, description: 'made elsewhere' })
  for (const tab of others) {
    await tab.getByText(name).first().waitFor()
    await live(tab)
  }
  expect(streams()).toBe(1)
})

it('a view whose files did not come is shown, with its style, once they do, and the page stays', async () => {
  const { page, context } = await browser.visitor()
  await signIn(page)
  await page.evaluate(() => Reflect.set(window, 'stayed', true))
  await context.route('**/assets/DriftPage*', (route) => route.abort())
  await page.getByRole('link', { name: 'Drift' }).click()
  await page.getByText('Its part of the program did not load').waitFor()
  await context.unroute('**/assets/DriftPage*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { name: 'Drift', exact: true }).waitFor()
  const rules = () =>
    [...document.styleSheets].filter(
      (sheet) => sheet.href?.includes('DriftPage') && sheet.cssRules.length > 0,
    )
  expect((await page.evaluate(`(${rules})().length`)) as number).toBe(1)
  expect(await page.evaluate(() => Reflect.get(window, 'stayed'))).toBe(true)
})

it('whoever may see nothing is told so', async () => {
  const { page } = await browser.visitor()
  await signIn(page, '/board', await anAccount(`nobody-${Date.now()}`, []))
  await page.getByText('You may not see this').waitFor()
  await page.getByText(/An admin of all environments can grant it/).waitFor()
  await axeIsClean(page, 'a board that is forbidden')
})

it('whoever asks too often is told when to come again', async () => {
  const { page, context } = await browser.visitor()
  await context.route('**/v1/models?*', (route) =>
    route.fulfill({
      status: 429,
      headers: { 'Retry-After': '30' },
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: '/problems/too-many-failures',
        title: 'Too many',
        status: 429,
        code: 'too-many-failures',
        detail: 'Too many requests.',
        request_id: 'r-1',
        retryable: true,
      }),
    }),
  )
  await signIn(page)
  await page.getByText(/asked again in 30 s/).waitFor()
  await axeIsClean(page, 'a board that is throttled')
})

it('an access key is told once, listed without its secret, and revoked', async () => {
  const name = `shop-${Date.now()}`
  await anAccount(name, [{ role: 'INVOKER', environment: 'prod' }])
  const { page } = await browser.visitor()
  await signIn(page, `/settings/accounts/${name}`)
  const keys = page.getByRole('region', { name: 'Access keys' })
  await keys.getByLabel('What the access key is for').fill('checkout')
  await keys.getByRole('button', { name: 'Issue' }).click()
  await keys.getByText('AWS_SECRET_ACCESS_KEY').waitFor()
  const secret = (await keys.getByText(/^slk_/).textContent()) ?? ''
  await axeIsClean(page, 'an access key that is told')
  await keys.getByRole('button', { name: 'I have it' }).click()

  await keys.getByText(/^SLIP/).waitFor()
  await keys.getByText(/never used/).waitFor()
  expect(await page.content()).not.toContain(secret)
  await keys.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke it' }).click()
  await keys.getByText('Revoked', { exact: true }).waitFor()
})

it('an empty board says what to do first', async () => {
  const { page, context } = await browser.visitor()
  await context.route('**/v1/models?*', (route) => route.fulfill({ json: { items: [] } }))
  await signIn(page)
  await page.getByText('No models yet').waitFor()
  await axeIsClean(page, 'an empty board')
})

it('a board of a thousand models is as quick as a small one', async () => {
  const { page, context } = await browser.visitor()
  const items = Array.from({ length: 1000 }, (_, number) => ({
    id: `model-${number}`,
    name: `model-${String(number).padStart(4, '0')}`,
    description: 'one of many',
    created_at: AT,
  }))
  await context.route('**/v1/models?*', (route) => route.fulfill({ json: { items } }))
  await context.route('**/v1/models/*/versions?*', (route) => route.fulfill({ json: { items: [] } }))
  await signIn(page)
  await page.getByText('model-0000').waitFor()
  expect(await page.getByRole('row').count()).toBeLessThan(60)
  await page.getByLabel('Only models whose name holds').fill('model-0999')
  await page.getByText('model-0999').waitFor()
  await page.getByLabel('Only models whose name holds').fill('')
  await page.getByText('model-0000').waitFor()
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
  await page.getByText('model-0999').waitFor()
})

it('what somebody wrote as one long word makes no page wider than its window, and hides no button', async () => {
  const { page, context } = await browser.visitor()
  const WORD = 'w'.repeat(300)
  const VERSION = `v${'9'.repeat(40)}`
  const written = (one: Record<string, unknown>) => ({
    ...one,
    ...('requested_reason' in one ? { requested_reason: WORD } : {}),
    ...('model_version' in one ? { model_version: VERSION } : {}),
  })
  await context.route(/\/v1\/(deployments|endpoints\/[^/]+\/releases)(\/[^/?]+)?(\?.*)?$/, async (route) => {
    const response = await route.fetch()
    const found = (await response.json()) as { items?: Record<string, unknown>[] }
    await route.fulfill({
      response,
      json: found.items === undefined ? written({ ...found }) : { ...found, items: found.items.map(written) },
    })
  })
  const latest = await ask<{ items: { id: string }[] }>('GET', '/v1/deployments?page_size=1')
  await signIn(page)
  for (const [path, shown] of [
    ['/deployments', WORD],
    [`/deployments/${latest.items[0]?.id ?? ''}`, VERSION],
    ['/endpoints/prod-fraud-detector', VERSION],
  ] as const) {
    await page.goto(path)
    await page.locator(':visible', { hasText: shown }).first().waitFor()
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 860 })
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(sideways, `${path} does not scroll sideways at ${width}`).toBeLessThanOrEqual(0)
    }
    await page.setViewportSize({ width: 1280, height: 860 })
  }
  const button = page.getByRole('button', { name: /^Restore this/ }).first()
  expect(await button.evaluate((one) => one.clientWidth)).toBeGreaterThan(80)
})
