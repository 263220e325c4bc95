import type { Page } from 'playwright-core'

const folder = process.env.SLIPWAY_PICTURES

/** Whether pictures of the views are wanted: SLIPWAY_PICTURES names the folder for them. */
export const picturesAreWanted = folder !== undefined

/** Writes what the page looks like now, if pictures are wanted. */
export async function picture(page: Page, view: string, scheme: string, width: number) {
  if (folder === undefined) return
  const name = view.replace(/\?.*/, '').replaceAll(/\W+/g, '-').replace(/^-/, '')
  await page.screenshot({ path: `${folder}/${name}-${scheme}-${width}.png`, animations: 'disabled' })
}
