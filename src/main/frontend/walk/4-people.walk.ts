import { beforeAll, expect, it } from 'vitest'
import { aBrowser, anAccount, ask, axeIsClean, service, signIn } from './browser'
import { anEnvironment, isLive } from './environment'

const browser = aBrowser()

/** An identity provider that this Slipway sends people to, and somebody's password there. */
const provider = process.env.SLIPWAY_PROVIDER
const password = process.env.SLIPWAY_PASSWORD ?? ''

const REVIEWED = 'reviewed'
const HOME = 'homeward'
const SLOW = 'slow'
const A_LONG_CANARY = {
  strategy: 'CANARY',
  canary: { type: 'CAPACITY_PERCENT', value: 50 },
  wait_interval_seconds: 3000,
  maximum_execution_timeout_seconds: 7200,
}

// AWS takes its time, while others are about something else.
let released: Promise<void>
let held: Promise<void>
beforeAll(() => {
  released = anEnvironment(HOME)
    .then(() => isLive('v1', HOME))
    .then(() => isLive('v2', HOME))
  held = anEnvironment(SLOW, { rollout: A_LONG_CANARY }).then(() => isLive('v1', SLOW))
  // What fails early is told by the test that waits for it.
  for (const early of [released, held]) early.catch(() => undefined)
})

it('who asks for a promotion cannot approve it; another person does, and both see it begin', async () => {
  await anEnvironment(REVIEWED, { gates: { approvals: 1 } })
  const asks = await anAccount('asks', [{ role: 'DEPLOYER', environment: REVIEWED }])
  const decides = await anAccount('decides', [{ role: 'APPROVER', environment: REVIEWED }])
  const one = await browser.visitor()
  const two = await browser.visitor()

  // She asks for it; the plan says beforehand that somebody has to agree.
  await signIn(one.page, `/plan?model=fraud-detector&version=v1&to=${REVIEWED}`, asks)
  await one.page.getByRole('region', { name: 'Gates' }).getByText('0 of 1 approvals').waitFor()
  await one.page.getByLabel('Reason').fill('the shop waits for it')
  await one.page.getByRole('button', { name: 'Ask for it' }).click()

  // She cannot agree to it herself, and is told why.
  const title = `fraud-detector v1 to ${REVIEWED}`
  await one.page.getByRole('heading', { name: title }).waitFor()
  await axeIsClean(one.page, 'what waits for somebody else')
  const refused = one.page.getByRole('button', { name: /^Approve: You asked for it, so somebody else/ })
  await one.page.keyboard.press('Tab')
  await refused.focus()
  await one.page.getByRole('tooltip').filter({ hasText: 'You asked for it' }).waitFor()
  await one.page.keyboard.press('Enter')
  expect(await one.page.getByRole('dialog').count()).toBe(0)

  // He finds it in his inbox, reads what would change, and agrees.
  await signIn(two.page, '/board', decides)
  await two.page.getByRole('link', { name: /^Approvals/ }).click()
  await two.page.getByRole('heading', { name: title }).waitFor()
  await two.page.getByText('the shop waits for it').waitFor()
  await two.page.getByText('The plan', { exact: true }).click()
  await two.page.getByText('What AWS will be asked, in order').waitFor()
  await two.page.getByRole('button', { name: 'Approve', exact: true }).click()
  const dialog = two.page.getByRole('dialog', { name: `Approve v1 to ${REVIEWED}` })
  await axeIsClean(two.page, 'the dialog of approving')
  await dialog.getByLabel('Why?').fill('the figures are good')
  await dialog.getByRole('button', { name: 'Approve' }).click()

  // It begins by itself, before both.
  for (const { page } of [one, two]) {
    await page.getByText('the figures are good').waitFor()
    await page.getByRole('region', { name: 'Decided lately' }).getByRole('link', { name: title }).click()
    await page.getByRole('heading', { name: /v1/ }).first().waitFor()
    await page.getByRole('list', { name: 'Steps' }).waitFor()
  }
  const { items } = await ask<{ items: { requested_by: string; decisions: { by: string }[] }[] }>(
    'GET',
    `/v1/promotions?to=${REVIEWED}`,
  )
  expect(
    items.map((promotion) => [promotion.requested_by, promotion.decisions.map((each) => each.by)]),
  ).toEqual([['service-account:asks', ['service-account:decides']]])
  expect([...one.complaints, ...two.complaints]).toEqual([])
})

it.skipIf(provider === undefined)(
  'a person logs in where their organisation says, and out again',
  async () => {
    const origin = new URL(provider ?? service).origin
    const { page, context, complaints } = await browser.visitor({ leavesFor: origin })

    await page.goto('/drift')
    await page.getByRole('link', { name: 'Log in with your organisation' }).waitFor()
    await axeIsClean(page, 'signing in with a provider')
    await page.getByRole('link', { name: 'Log in with your organisation' }).click()
    await page.waitForURL(`${origin}/**`)
    await page.locator('[name=username]').fill('ada')
    await page.locator('[name=password]').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()

    // Back where she wanted to go, as who she is, with what her group may do.
    await page.getByRole('heading', { name: 'Drift' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/drift')
    await page.getByRole('status').getByText('Live', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Account: ada' }).click()
    await page.getByText('deployer in dev').waitFor()
    await page.goto('/settings/accounts')
    await page.getByText('You may not see this').waitFor()

    await page.getByRole('button', { name: /^Account/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByLabel('Token').waitFor()
    expect((await context.cookies(service)).map((cookie) => cookie.name)).not.toContain('slipway-session')
    await page.goto('/board')
    await page.getByLabel('Token').waitFor()
    expect(complaints).toEqual([])
  },
)

it('an earlier release is brought back from the list of releases, with its plan before it', async () => {
  const { page, complaints } = await browser.visitor()
  await released

  await signIn(page, `/endpoints/${HOME}-fraud-detector`)
  await page.getByRole('button', { name: 'Restore this, release 2: It serves already.' }).waitFor()
  await page.getByRole('button', { name: 'Restore this, release 1', exact: true }).click()

  // What it does and what it leaves alone, before anything happens.
  const dialog = page.getByRole('dialog', { name: 'Go back to v1 (r1)' })
  await dialog.getByText(/All traffic goes from v2 to v1 \(r1\)/).waitFor()
  await dialog.getByText('Other environments are not touched.').waitFor()
  await dialog.getByText('model_version').waitFor()
  await axeIsClean(page, 'the dialog of restoring')
  const act = dialog.getByRole('button', { name: 'Restore v1 (r1)' })
  expect(await act.isDisabled()).toBe(true)
  await dialog.getByLabel('Why?').fill('v2 is too strict')
  await act.click()

  // The deployment runs, and the board shows what serves.
  await page.getByRole('heading', { name: /v2 back to v1/ }).waitFor()
  await page.getByText('v2 is too strict').first().waitFor()
  await page
    .getByText(/v1 serves all traffic/)
    .first()
    .waitFor({ timeout: 60_000 })
  await page.getByRole('link', { name: 'Board' }).click()
  await page.getByRole('link', { name: `fraud-detector in ${HOME}: v1` }).waitFor()
  expect(complaints).toEqual([])
})

it('an endpoint is taken away by an admin who has read what goes and typed its name', async () => {
  const { page, complaints } = await browser.visitor()
  await released
  const name = `${HOME}-fraud-detector`
  await signIn(page, `/endpoints/${name}`)
  await page.getByRole('button', { name: 'Retire', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: `Retire ${name}` })
  await dialog.getByText('DeleteEndpoint', { exact: false }).first().waitFor()
  await dialog.getByText(/are answered with 404/).waitFor()
  await axeIsClean(page, 'the dialog of retiring')
  await dialog.getByLabel('Why?').fill('nobody asks it any more')
  const act = dialog.getByRole('button', { name: 'Retire it' })
  expect(await act.isDisabled()).toBe(true)
  await dialog.getByLabel('Which one?').fill(name)
  await act.click()

  await page.getByText('Everything has been taken down.').waitFor({ timeout: 60_000 })
  await page.goto(`/endpoints/${name}`)
  await page.getByRole('button', { name: /^Retire: It is retired already/ }).waitFor()
  expect(complaints).toEqual([])
})

it('a person takes back what runs, says why, and sees it gone', async () => {
  const { page } = await browser.visitor()
  await held
  await signIn(page, `/plan?model=fraud-detector&version=v2&to=${SLOW}`)
  await page.getByLabel('Reason').fill('to be taken back')
  await page.getByRole('button', { name: `Promote to ${SLOW}` }).click()
  // What is taken back is what was seen: a deployment that goes on meanwhile is asked about again.
  await page.getByText('Updating', { exact: true }).first().waitFor()
  await page.getByRole('button', { name: 'Take it back' }).click()
  const dialog = page.getByRole('dialog', { name: 'Take v2 back' })
  await dialog.getByText('What does not').waitFor()
  await axeIsClean(page, 'the dialog of taking back')
  await dialog.getByLabel('Why?').fill('not yet')
  await dialog.getByRole('button', { name: 'Take it back' }).click()
  await page.getByRole('heading', { name: /Canceled|Rolled back/ }).waitFor({ timeout: 60_000 })
  await page.getByText('not yet').first().waitFor()
})
