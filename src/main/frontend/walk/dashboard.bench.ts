import { appendFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { aBrowser, anAccount, signIn } from './browser'
import { needed } from './needed'
import { type Patience, quantile, take, watch } from './patience'

const browser = aBrowser()

const PAINT_MS = 100
const UNDER_LOAD_MS = 200
const STORM_SECONDS = 20

const report = needed('SLIPWAY_REPORT')
const say = (line: string) => appendFileSync(report, `${line}\n`)

/** Somebody who sees 200 models in three environments, and all that happens there. */
const viewer = () =>
  anAccount(
    `bench-${Date.now()}`,
    ['bench-1', 'bench-2', 'bench-3'].map((environment) => ({ role: 'DEPLOYER', environment })),
  )

it('200 models in three environments: interaction to paint', async () => {
  const { page } = await browser.visitor()
  await watch(page)
  await signIn(page, '/board', await viewer())
  await page.getByRole('link', { name: 'model-1 in bench-1: v1', exact: true }).waitFor()
  await page.waitForTimeout(2_000)
  await take(page)
  say('| interaction | made | median ms | p98 ms | longest ms |')
  say('|---|---:|---:|---:|---:|')

  const filter = page.getByLabel('Only models whose name holds')
  await measured(page, 'typing in the filter', 5 * 18, async () => {
    for (let round = 0; round < 5; round++) {
      await filter.focus()
      await page.keyboard.type('model-199', { delay: 60 })
      for (let count = 0; count < 9; count++) await page.keyboard.press('Backspace', { delay: 20 })
    }
  })
  await measured(page, 'moving from cell to cell', 60, async () => {
    await page.locator('[data-cell="1,0"] a').first().focus()
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowDown', 'ArrowRight', 'ArrowUp']) {
      for (let count = 0; count < 10; count++) await page.keyboard.press(key, { delay: 20 })
    }
  })
  await measured(page, 'opening the palette and typing', 5 * 8, async () => {
    for (let round = 0; round < 5; round++) {
      await page.keyboard.press('Control+k')
      await page.getByLabel('Find or do').last().waitFor()
      await page.keyboard.type('model-7', { delay: 60 })
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
    }
  })
  await page.evaluate(() => window.scrollTo(0, 0))
  await measured(page, 'opening a cell', 5, async () => {
    for (let round = 0; round < 5; round++) {
      await page
        .locator(`[data-cell="${round + 1},1"] a`)
        .first()
        .click()
      await page.getByRole('heading', { name: 'Releases' }).waitFor()
      await page.goBack()
      await page.locator('[data-cell="1,1"] a').first().waitFor()
    }
  })
})

it('500 events a second do not freeze the board', async () => {
  const { page } = await browser.visitor()
  await watch(page)
  await signIn(page, '/board', await viewer())
  await page.getByRole('link', { name: 'model-1 in bench-1: v1', exact: true }).waitFor()
  await page.waitForTimeout(2_000)
  await take(page)
  let asked = 0
  page.on('request', (request) => {
    if (request.url().includes('/v1/')) asked++
  })

  const storm = fetch(`${needed('SLIPWAY_STORM')}?seconds=${STORM_SECONDS}`, { method: 'POST' })
  const until = Date.now() + STORM_SECONDS * 1000
  const filter = page.getByLabel('Only models whose name holds')
  let clicks = 0
  while (Date.now() < until) {
    await page.getByRole('button', { name: /theme$/ }).click()
    await filter.fill(clicks % 2 === 0 ? 'model-1' : '')
    await page.waitForTimeout(500)
    clicks++
  }
  const told = await (await storm).text()
  const seen = await take(page)
  say('')
  say(`${told}; the page asked ${asked} times for what had changed.`)
  say('')
  say(
    '| clicks | answered in the median, ms | longest ms | longest time between frames, ms | tasks over 50 ms |',
  )
  say('|---:|---:|---:|---:|---:|')
  say(
    `| ${clicks} | ${quantile(seen.interactions, 0.5, clicks)} | ${quantile(seen.interactions, 1, clicks)} | ${Math.round(seen.gap)} | ${seen.long.length} |`,
  )
  expect(quantile(seen.interactions, 1, clicks), 'the slowest click').toBeLessThanOrEqual(UNDER_LOAD_MS)
  expect(seen.gap, 'the longest time between frames').toBeLessThanOrEqual(UNDER_LOAD_MS)

  // What was said last is shown.
  await page.goto('/audit')
  await page.getByText('The storm is over.').first().waitFor()
})

async function measured(page: Page, what: string, made: number, act: () => Promise<void>) {
  await act()
  const seen: Patience = await take(page)
  const [median, p98, longest] = [0.5, 0.98, 1].map((share) => quantile(seen.interactions, share, made))
  say(`| ${what} | ${made} | ${median} | ${p98} | ${longest} |`)
  expect.soft(p98, `${what}, p98`).toBeLessThanOrEqual(PAINT_MS)
}
