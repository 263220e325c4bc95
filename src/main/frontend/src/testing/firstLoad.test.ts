import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { firstLoad } from '../../firstLoad'

const part = (fileName: string, imports: string[], code = fileName) => ({ fileName, code, imports })

it('the first load is what the entry imports, each part once, and nothing that is loaded later', () => {
  const parts = new Map(
    [part('entry', ['a', 'b']), part('a', ['b']), part('b', ['entry']), part('charts', [])].map((one) => [
      one.fileName,
      one,
    ]),
  )
  const size = (text: string) => gzipSync(text).length
  expect(firstLoad(['entry'], parts)).toBe(size('entry') + size('a') + size('b'))
})
