import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

interface Part {
  fileName: string
  code: string
  imports: readonly string[]
}

/** How many bytes of compressed JavaScript are loaded before a view is chosen. */
export function firstLoad(entries: readonly string[], parts: ReadonlyMap<string, Part>): number {
  const seen = new Set<string>()
  const visit = (name: string): number => {
    const part = parts.get(name)
    if (part === undefined || seen.has(name)) return 0
    seen.add(name)
    return part.imports.reduce((sum, other) => sum + visit(other), gzipSync(part.code).length)
  }
  return entries.reduce((sum, name) => sum + visit(name), 0)
}

/** Fails the build when the first load is heavier than that; what is loaded later does not count. */
export function firstLoadAtMost(bytes: number): Plugin {
  return {
    name: 'first-load',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const entries = chunks.filter((chunk) => chunk.isEntry).map((chunk) => chunk.fileName)
      const size = firstLoad(entries, new Map(chunks.map((chunk) => [chunk.fileName, chunk])))
      const said = `The first load is ${Math.ceil(size / 1000)} kB of compressed JavaScript`
      if (size > bytes) this.error(`${said}, more than ${bytes / 1000} kB. Load something later.`)
      this.info(`${said}, of ${bytes / 1000} kB at most.`)
    },
  }
}
