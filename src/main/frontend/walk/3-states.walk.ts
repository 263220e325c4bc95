import { expect, it } from 'vitest'
import { aBrowser, ask, axeIsClean, signIn } from './browser'

const browser = aBrowser()

const AT = '2026-01-31T12:00:00Z'

it('a person takes back what runs, says why, and sees it gone', async () => {
  const { page } = await browser.visitor()
  await signIn(page, '/plan?model=fraud-detector&version=v1&to=dev')
  await page.getByLabel('Reason').fill('to be taken back')
  await page.getByRole('button', { name: 'Promote to dev' }).click()
  // What is taken back is what was seen: a deployment that goes on meanwhile is asked about again.
  await page.getByText('Updating', { exact: true }).first().waitFor()
  await page.getByRole('button', { name: 'Take it back' }).click()
  const dialog = page.getByRole('dialog', { name: 'Take v1 back' })
  await dialog.getByText('What does not').waitFor()
  await axeIsClean(page, 'the dialog of taking back')
  await dialog.getByLabel('Why?').fill('not yet')
  await dialog.getByRole('button', { name: 'Take it back' }).click()
  await page.getByRole('heading', { name: /Canceled|Rolled back/ }).waitFor({ timeout: 60_000 })
  await page.getByText('not yet').first().waitFor()
})

it('a connection that is lost says how old the page is, and comes back by itself', async () => {
  const { page, context } = await browser.visitor()
  let cut = true
  await context.route('**/v1/audit-events', (route) => (cut ? route.abort() : route.continue()))
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

it('whoever may see nothing is told so', async () => {
  const name = `nobody-${Date.now()}`
  await ask('POST', '/v1/service-accounts', { name })
  const made = await ask<{ token: string }>('POST', `/v1/service-accounts/${name}/tokens`, { name: 'walk' })
  const { page } = await browser.visitor()
  await signIn(page, '/board', made.token)
  await page.getByText('You may not see this').waitFor()
  await page.getByText(/admin of the environment can grant it/).waitFor()
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
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
  await page.getByText('model-0999').waitFor()
})
