import type { Change } from '../../shared/Diff'
import { differ } from '../../shared/differ'
import { inWords } from '../../shared/flatten'
import { type Document, isDocument } from '../../shared/mergePatch'
import { amount, span } from '../../time/format'
import { type Field, fieldOf } from './fields'

const MINUTE = 60

/** What a field says, with its unit. */
export function told(field: Field, value: unknown): string {
  const { input } = field
  switch (input.kind) {
    case 'number':
      return typeof value === 'number' ? withUnit(value, input.unit) : inWords(value)
    case 'choice':
      return input.choices.find(([one]) => one === value)?.[1] ?? inWords(value)
    case 'share':
      return isDocument(value) ? shareInWords(value) : inWords(value)
    case 'texts':
      return Array.isArray(value)
        ? value.map((one) => labelOf(input.choices, one)).join(', ')
        : inWords(value)
    case 'part':
      return 'yes'
    case 'json':
      return inLines(value)
    case 'text':
    case 'flag':
    case 'environment':
      return inWords(value)
  }
}

/** A map or a list, one member a line. */
function inLines(value: unknown): string {
  if (Array.isArray(value) && value.some(isDocument)) {
    return value.map((one) => (isDocument(one) ? pairs(one, ', ') : inWords(one))).join('\n')
  }
  return isDocument(value) ? pairs(value, '\n') : inWords(value)
}

const pairs = (document: Document, between: string) =>
  Object.entries(document)
    .map(([name, value]) => `${name} ${inWords(value)}`)
    .join(between)

const labelOf = (choices: readonly (readonly [string, string])[] | undefined, value: unknown) =>
  choices?.find(([one]) => one === value)?.[1] ?? inWords(value)

function withUnit(value: number, unit: string): string {
  const said = `${amount(value)} ${unit}`
  return unit === 's' && value >= MINUTE ? `${said}, ${span(value)}` : said
}

function shareInWords({ type, value }: Document): string {
  return type === 'CAPACITY_PERCENT' ? `${value} % of the fleet` : `${value} instances`
}

/** What differs between two profiles, under the names that people know. */
export const differences = (before: unknown, after: unknown): Change[] =>
  differ(before, after).map((change) => {
    const field = fieldOf(change.field)
    if (field === undefined || field.path !== change.field) return change
    const say = (value: unknown) => (value === undefined ? undefined : told(field, value))
    return { ...change, label: field.label, before: say(change.before), after: say(change.after) }
  })
