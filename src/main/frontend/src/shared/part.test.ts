import { expect, it } from 'vitest'
import { part } from './part'

it('a part of the program that does not load is told in words for people', async () => {
  const load = part(() => Promise.reject(new TypeError('Unable to preload CSS for /assets/DriftPage-0.css')))
  await expect(load()).rejects.toThrow(/^Its part of the program did not load: Slipway does not answer/)
  await expect(part(() => Promise.resolve('view'))()).resolves.toBe('view')
})
