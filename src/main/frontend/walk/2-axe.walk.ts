import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { aBrowser, ask, axeIsClean, type Scheme, signIn } from './browser'
import { picture, picturesAreWanted } from './picture'

const browser = aBrowser()

const VIEWS = [
  ['/board', 'Board'],
  ['/plan?model=fraud-detector&version=v1&to=dev', 'Promote fraud-detector v1 to dev'],
  ['/plan', 'Plan a promotion'],
  ['/deployments', 'Deployments'],
  ['/endpoints/prod-fraud-detector', /prod-fraud-detector|fraud-detector/],
  ['/approvals', /Approvals|decision|waits/i],
  ['/drift', /Drift/],
  ['/settings/environments', 'Environments'],
  ['/settings/environments/prod', 'Hosting'],
  ['/settings/environments/prod/change', 'Hosting'],
  ['/settings/accounts', /service accounts/i],
  ['/settings/webhooks', 'Webhooks'],
  ['/settings/webhooks/walk', 'What was sent'],
  ['/playground', 'Playground'],
  ['/audit', 'Audit'],
  ['/local', 'Local mode'],
  ['/approvals/no/where', 'Nothing is here'],
  ['/deployments/01981c8e-7a00-7000-8000-000000000001', 'Deployment'],
] as const

/** How each view is looked at: loaded once, since another theme or width is the same page. */
const LOOKS: readonly [Scheme, number][] = [
  ['light', 1280],
  ['dark', 1280],
  ['dark', 390],
  ...(picturesAreWanted ? [['light', 390] as [Scheme, number]] : []),
]

it('every view is reached by its address, and axe finds nothing in it in either theme', async () => {
  const { page, complaints } = await browser.visitor()
  const lookAt = async (view: string, path: string) => {
    for (const [scheme, width] of LOOKS) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize({ width, height: 860 })
      await page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor()
      // The same page in the same width: what could be other is its colours.
      await axeIsClean(page, `${path}, ${scheme} at ${width}`, scheme === 'dark' && width === 1280)
      await picture(page, view, scheme, width)
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(sideways, `${path} does not scroll sideways at ${width}`).toBeLessThanOrEqual(0)
      expect(await stretchedStates(page), `${path} stretches no state at ${width}`).toEqual([])
    }
    await page.setViewportSize({ width: 1280, height: 860 })
    await page.emulateMedia({ colorScheme: 'light' })
  }
  await page.goto('/board')
  await page.getByLabel('Token').waitFor()
  await lookAt('sign-in', 'signing in')
  await signIn(page)
  const latest = await ask<{ items: { id: string }[] }>('GET', '/v1/deployments?page_size=1')
  const deployment = latest.items[0]?.id ?? ''
  // One whose log has something: a name that never leads anywhere (RFC 2606) was tried.
  await ask('POST', '/v1/webhooks', { name: 'walk', url: 'https://nobody.invalid/', types: ['drift.*'] })
  await ask('POST', '/v1/webhooks/walk/pings')
  for (const [path, title, view = path] of [
    ...VIEWS,
    [`/deployments/${deployment}`, /v1|v2/, 'deployment'] as const,
  ]) {
    await page.goto(path)
    await page.getByRole('heading', { name: title }).first().waitFor()
    await page.waitForFunction(() => document.querySelector('[aria-label="Loading"]') === null, null, {
      polling: 100,
    })
    await lookAt(view, path)
  }
  expect(complaints).toEqual([])
}, 240_000)

/** The states that are wider than what they say. */
const stretchedStates = (page: Page) =>
  page.evaluate(() => {
    const PADDING_PX = 24
    const said = document.createRange()
    const stretched = [...document.querySelectorAll('span[data-tone]')].filter((state) => {
      said.selectNodeContents(state)
      return state.clientWidth > said.getBoundingClientRect().width + PADDING_PX
    })
    return stretched.map((state) => state.textContent)
  })

it('the palette finds a view by typing, and leads there', async () => {
  const { page } = await browser.visitor()
  await signIn(page)
  // Keys are listened to once the page is there, and models are asked for no sooner.
  await page.getByText('fraud-detector').first().waitFor()
  await page.keyboard.press('Control+k')
  await page.getByLabel('Find or do').last().fill('audit')
  await axeIsClean(page, 'the palette')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Audit' }).waitFor()
})
