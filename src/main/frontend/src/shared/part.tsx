import { type ComponentType, lazy } from 'react'
import { missing, styleSheetsAnew } from './styleSheets'

/**
 * A part of the program did not come. What a browser says of that is an address of a file, in words of
 * its own.
 */
export class NotLoaded extends Error {
  /** Lets the part be asked for once more when it is shown again. */
  readonly forget: () => void

  constructor(forget: () => void) {
    super(
      'Its part of the program did not load: Slipway does not answer, or was upgraded since this page was opened.',
    )
    this.forget = forget
  }
}

/**
 * A part of the program that is loaded when it is first shown. React keeps one that did not come as
 * failed for good, so whoever catches that says when it is to be forgotten: once nothing shows it.
 */
export function part<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): ComponentType<P> {
  // Its own alone: what another part lacks keeps nobody from this one.
  let lacking: string[] = []
  const asked = () =>
    lazy(async () => {
      const before = await styleSheetsAnew()
      try {
        lacking = lacking.filter((sheet) => before.includes(sheet))
        if (lacking.length > 0) throw new Error('Its style is missing.')
        return await load()
      } catch {
        lacking.push(...missing().filter((sheet) => !before.includes(sheet)))
        throw new NotLoaded(() => {
          Loading = asked()
        })
      }
    })
  let Loading: ComponentType<P> = asked()
  return (props: P) => <Loading {...props} />
}
