import type { BrowserContext } from 'playwright-core'
import { expect, it } from 'vitest'
import { aBrowser, axeIsClean, signIn } from './browser'
import { picture } from './picture'

const browser = aBrowser()

const ENDPOINT = 'prod-fraud-detector'
const MESSAGE =
  'It is not settled which release serves: release 1 (v1) was the last seen to, and release 9 (v9) may by now; going back quarantines what is later than the release that it brings back.'
const LEFT = 'Release 9 (v9) is left, and quarantined here until somebody lifts that.'

interface Found extends Record<string, unknown> {
  name?: string
  items?: Found[]
}

const open = (found: Found): Found =>
  found.name === ENDPOINT
    ? {
        ...found,
        unsettled: { releases: [{ number: 9, model_version: 'v9', content_hash: '0' }], message: MESSAGE },
      }
    : found

/** Has the API say of the endpoint that it is open what serves, as after a rollback that was called off. */
async function isOpen(context: BrowserContext) {
  await context.route(new RegExp(`/v1/endpoints(/${ENDPOINT})?(\\?.*)?$`), async (route) => {
    const response = await route.fetch()
    const found = (await response.json()) as Found
    await route.fulfill({
      response,
      json: found.items === undefined ? open(found) : { ...found, items: found.items.map(open) },
    })
  })
  await context.route('**/rollbacks?dry_run=true', (route) =>
    route.fulfill({
      json: {
        endpoint: ENDPOINT,
        release: { number: 1, model_version: 'v1', content_hash: '0' },
        changes: [],
        calls: [],
        remarks: [
          { severity: 'WARNING', code: 'serving-unsettled', message: MESSAGE },
          { severity: 'WARNING', code: 'is-quarantined', message: LEFT },
        ],
        expected_seconds: { provisioning: 420, baking: 0, total: 420 },
        no_changes: false,
        hash: '0',
      },
    }),
  )
}

for (const scheme of ['light', 'dark'] as const) {
  it(`what may serve is told wherever somebody decides on it, ${scheme}`, async () => {
    const { page, context } = await browser.visitor({ scheme })
    await isOpen(context)
    await signIn(page)
    await page.getByRole('link', { name: MESSAGE }).waitFor()
    await page.getByText('v1 or v9').waitFor()
    await axeIsClean(page, 'a board on which it is open what serves')
    await picture(page, 'unsettled-board', scheme, 1280)

    await page.goto(`/endpoints/${ENDPOINT}`)
    await page.getByText(MESSAGE).waitFor()
    await page.getByText('Served last').waitFor()
    await axeIsClean(page, 'an endpoint of which it is open what serves')
    await picture(page, 'unsettled-endpoint', scheme, 1280)

    await page.getByRole('button', { name: 'Restore this' }).last().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(LEFT).waitFor()
    await dialog.getByText(MESSAGE).waitFor()
    expect(await dialog.textContent()).toContain('v1 (r1) gets all traffic')
    await axeIsClean(page, 'going back where it is open what serves')
    await picture(page, 'unsettled-restore', scheme, 1280)
  })
}

it('what serves is read in full beside its state, with more environments than a desk has room for', async () => {
  const { page, context } = await browser.visitor()
  await isOpen(context)
  await context.route(/\/v1\/environments(\?.*)?$/, async (route) => {
    const response = await route.fetch()
    const { items } = (await response.json()) as { items: { id: string; name: string }[] }
    const more = ['one', 'two', 'three', 'four'].map((name) => ({ ...items[0], id: name, name }))
    await route.fulfill({ response, json: { items: [...items, ...more] } })
  })
  await signIn(page)
  const version = page.getByText('v1 or v9')
  await version.waitFor()
  const isCut = (one: HTMLElement | SVGElement) => one.scrollWidth > one.clientWidth
  expect(await version.evaluate(isCut)).toBe(false)
  const label = page.locator('[data-promote]', { hasText: /^Promote/ }).locator('.mantine-Button-label')
  for (const one of await label.all()) expect(await one.evaluate(isCut)).toBe(false)
})
