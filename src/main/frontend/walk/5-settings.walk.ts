import { expect, it } from 'vitest'
import { aBrowser, anAccount, ask, axeIsClean, signIn } from './browser'
import { picture } from './picture'

const browser = aBrowser()

interface Environment {
  revision: number
  profile: { keep_releases: number; rollout: { wait_interval_seconds: number } }
}

it('an environment is made, changed though somebody else is quicker, and refused at the field', async () => {
  const name = `staging-${Date.now()}`
  const { page, complaints } = await browser.visitor()
  await signIn(page, '/settings/environments')
  await page.getByRole('button', { name: 'New', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'New environment' })
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Region').fill('us-east-1')
  await dialog.getByLabel('AWS account').fill('12')
  await dialog.getByRole('button', { name: 'Make it' }).click()
  await dialog.locator('[aria-invalid="true"]').waitFor()
  await dialog.getByLabel('AWS account').fill('123456789012')
  await axeIsClean(page, 'the dialog of a new environment')
  await dialog.getByRole('button', { name: 'Make it' }).click()

  // Its profile has the preset's figures, with units.
  await page.getByRole('region', { name: 'Rollout' }).getByText('900 s, 15 min').waitFor()
  await picture(page, 'environment', 'light', 1280)
  await page.getByRole('button', { name: 'Change' }).click()
  await page.getByLabel('Bake after each shift').fill('999999')
  await page.getByRole('button', { name: 'See what changes' }).click()
  await page.getByRole('dialog').getByText('Nothing is deployed by saving this.').waitFor()
  await page.getByRole('button', { name: 'Save it' }).click()
  await page.getByText('It was not saved').waitFor()
  await page.locator('[aria-invalid="true"]').and(page.getByLabel('Bake after each shift')).waitFor()
  await page.getByLabel('Bake after each shift').fill('600')
  await axeIsClean(page, 'a profile that is changed')
  await picture(page, 'change', 'light', 1280)

  // Somebody else saves a revision meanwhile: nothing that was typed is lost.
  await ask('PATCH', `/v1/environments/${name}`, { profile: { keep_releases: 7 } }, { 'If-Match': '*' })
  await page.getByText(`${name} is at revision 2 now`).waitFor()
  await axeIsClean(page, 'a profile that was overtaken')
  await page.getByRole('button', { name: /Go on from revision 2/ }).click()
  await page.getByRole('button', { name: 'See what changes' }).click()
  await page.getByRole('button', { name: 'Save it' }).click()
  await page.getByText('revision 3', { exact: true }).waitFor()
  const { profile } = await ask<Environment>('GET', `/v1/environments/${name}`)
  expect([profile.keep_releases, profile.rollout.wait_interval_seconds]).toEqual([7, 600])
  expect(complaints).toEqual([])
})

it('a role is granted and revoked; whoever may not change an environment is told so', async () => {
  const name = `pipeline-${Date.now()}`
  const viewer = await anAccount(name, [{ role: 'VIEWER', environment: 'prod' }])
  const one = await browser.visitor()
  await signIn(one.page, `/settings/accounts/${name}`)
  const roles = one.page.getByRole('region', { name: 'Roles' })
  await roles.getByRole('button', { name: 'Grant' }).click()
  await roles.getByText('deployer in all environments').waitFor()
  await axeIsClean(one.page, 'roles')
  await roles.getByRole('button', { name: 'Revoke deployer in all environments' }).click()
  await one.page.getByRole('dialog').getByRole('button', { name: 'Revoke it' }).click()
  await roles.getByText('deployer in all environments').waitFor({ state: 'detached' })
  await one.page.getByRole('button', { name: 'Shut it out' }).click()
  await one.page.getByRole('button', { name: 'Let it in again' }).click()
  await one.page.getByRole('button', { name: 'Shut it out' }).waitFor()

  const two = await browser.visitor()
  await signIn(two.page, '/settings/environments/prod/change', viewer)
  await two.page.getByText('You may not change prod').waitFor()
  await axeIsClean(two.page, 'an environment that may not be changed')
})
