import { span } from '../time/format'

/** What SageMaker says it waits for, short enough for a cell. */
export function inShort(waitingFor: string): string {
  const bake = /Baking for (\d+) seconds/.exec(waitingFor)
  if (bake !== null) return `Baking for ${span(Number(bake[1]))}`
  return waitingFor
    .replace(/\b(\d+) (\w+)\(s\)/g, (_, count, one) => `${count} ${one}${count === '1' ? '' : 's'}`)
    .replace(/\s*\([^)]*\)/g, '')
    .replace(/\.+$/, '')
}
