/**
 * A part of the program that is loaded when it is first needed. What a browser says of one that does
 * not come is an address of a file, in words of its own.
 */
export const part =
  <T>(load: () => Promise<T>) =>
  (): Promise<T> =>
    load().catch(() => {
      throw new Error(
        'Its part of the program did not load: Slipway does not answer, or was upgraded since this page was opened.',
      )
    })
