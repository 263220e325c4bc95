import { ApiProblem } from '../../api/problem'
import { type Field, fieldOf } from './fields'

export interface Fault {
  where: string
  why: string
}

/** What the API says is wrong with a profile: at which field, and what lies in none of them. */
export interface Faults {
  at: ReadonlyMap<string, string>
  elsewhere: readonly Fault[]
}

export const FAULTLESS: Faults = { at: new Map(), elsewhere: [] }

/** A change that was refused, field by field. */
export function faultsOf(error: Error | null): Faults {
  const errors = error instanceof ApiProblem ? (error.problem?.errors ?? []) : []
  const at = new Map<string, string>()
  const elsewhere: Fault[] = []
  for (const { pointer, detail } of errors) {
    const path = pointer.startsWith('/profile/') ? pathOf(pointer) : undefined
    const field = path === undefined ? undefined : fieldOf(path)
    if (field === undefined) elsewhere.push({ where: pointer, why: detail })
    else {
      // Within a list it says which member it means.
      const within =
        path === field.path || !path?.startsWith(field.path) ? '' : path.slice(field.path.length + 1)
      const why = within === '' ? detail : `${within}: ${detail}`
      at.set(field.path, [at.get(field.path), why].filter((one) => one !== undefined).join(' '))
    }
  }
  return { at, elsewhere }
}

/** What none of the fields that somebody sees says. */
export function unsaid(faults: Faults, seen: readonly Field[]): readonly Fault[] {
  const hidden = [...faults.at].filter(([path]) => !seen.some((field) => field.path === path))
  return [...hidden.map(([path, why]) => ({ where: path, why })), ...faults.elsewhere]
}

/** A JSON pointer (RFC 6901) into a profile as a name with dots. */
const pathOf = (pointer: string) =>
  pointer
    .split('/')
    .slice(2)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.')
