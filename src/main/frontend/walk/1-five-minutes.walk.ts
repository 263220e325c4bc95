import { expect, it } from 'vitest'
import { aBrowser, axeIsClean, token } from './browser'
import { picture } from './picture'

const browser = aBrowser()

/** The first five minutes of somebody who has just started local mode. */
it('from a version that waits to the prediction of the restored one', async () => {
  const { page, complaints, streams } = await browser.visitor()

  await page.goto('/')
  await page.getByLabel('Token').waitFor()
  await axeIsClean(page, 'signing in')
  await page.getByLabel('Token').fill('slipway_wrong')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('This token is not known here.').waitFor()
  await axeIsClean(page, 'a token that is refused')
  await page.getByLabel('Token').fill(token)
  await page.getByRole('button', { name: 'Sign in' }).click()

  // v1 is live in prod, v2 waits.
  const live = page.getByRole('link', { name: 'fraud-detector in prod: v1' })
  await live.waitFor()
  await page.getByRole('cell').filter({ has: live }).getByText('1 behind').waitFor()
  await live.focus()
  await page.keyboard.press('p')

  // The plan: nothing deploys without passing it, and not without a reason.
  await page.getByRole('heading', { name: 'Promote fraud-detector v2 to prod' }).waitFor()
  await page.getByRole('region', { name: 'What changes' }).getByText('model_version').waitFor()
  await page.getByRole('region', { name: 'What is asked of AWS' }).getByText('UpdateEndpoint').waitFor()
  await page.getByRole('button', { name: /Promote to prod: Say why/ }).waitFor()
  await axeIsClean(page, 'a plan')
  await page.getByLabel('Reason').fill('fewer false alarms')
  await page.getByRole('button', { name: 'Promote to prod' }).click()

  // The canary, with traffic.
  await page.getByRole('heading', { name: /v1 → v2/ }).waitFor()
  await page.getByRole('switch', { name: 'Drive traffic' }).click()
  await page.getByText(/Baking the canary: .* left/).waitFor({ timeout: 60_000 })
  await page.getByRole('img', { name: /Traffic: 50 % to v1, 50 % to v2/ }).waitFor()
  await page.getByText('5xx-errors quiet').waitFor()
  await picture(page, 'canary', 'light', 1280)

  // It fails, and is taken back in front of us.
  await page.getByRole('switch', { name: 'Inject 5xx' }).click()
  await page
    .getByRole('region', { name: 'Traffic' })
    .getByText(/errors/)
    .first()
    .waitFor()
  await axeIsClean(page, 'a canary')
  await page.getByRole('heading', { name: /Rolled back/ }).waitFor({ timeout: 90_000 })
  await page
    .getByText(/5xx-errors fired/)
    .first()
    .waitFor()
  await page.getByText('v1 serves all traffic again.').waitFor()
  await page.getByRole('button', { name: /Go back to v1: It brought nothing live/ }).waitFor()
  await axeIsClean(page, 'a rollback')
  await picture(page, 'rolled-back', 'light', 1280)

  // The restored version answers.
  await page.getByRole('link', { name: 'Playground' }).click()
  await page.getByRole('button', { name: 'Send' }).click()
  const answer = page.getByRole('article').first()
  await answer.waitFor()
  expect(await answer.textContent()).toMatch(/^v1.*200/)
  await axeIsClean(page, 'an answer')

  // The record says who, what and why.
  await page.getByRole('link', { name: 'Audit' }).click()
  await page.getByText('v2 of fraud-detector was promoted to prod: fewer false alarms').waitFor()
  await page
    .getByText(/5xx-errors fired/)
    .first()
    .waitFor()
  await page.getByText('token:admin').first().waitFor()
  await page.getByLabel('Kind of thing').first().click()
  await page.getByRole('option', { name: 'endpoint' }).click()
  await page.getByLabel('Name of the thing').fill('prod-fraud-detector')
  await page.getByRole('button', { name: 'Verify this record' }).click()
  await page.getByText(/events, chain whole/).waitFor()

  await page.getByRole('link', { name: 'Board' }).click()
  await live.waitFor()
  expect(streams).toEqual({ open: 1, most: 1 })
  expect(complaints).toEqual([])
})
