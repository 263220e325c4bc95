import { type ComponentType, lazy } from 'react'
import { styleSheetsAnew } from './styleSheets'

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
  const asked = () =>
    lazy(async () => {
      try {
        await styleSheetsAnew()
        return await load()
      } catch {
        throw new NotLoaded(() => {
          Loading = asked()
        })
      }
    })
  let Loading: ComponentType<P> = asked()
  return (props: P) => <Loading {...props} />
}
