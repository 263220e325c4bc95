import type { Deployment, Endpoint, Environment, Model, ModelVersion } from '../api/types'
import { groupBy } from '../shared/groupBy'

/** Environments from the first to the last that a version goes through. */
export function inPromotionOrder(environments: readonly Environment[]): Environment[] {
  const oldestFirst = environments.toSorted((one, other) => one.created_at.localeCompare(other.created_at))
  const placed: Environment[] = []
  const place = (environment: Environment, above: readonly string[]) => {
    if (placed.includes(environment)) return
    const before = environment.profile.predecessor
    const predecessor = oldestFirst.find((other) => other.name === before)
    // A circle is not possible in the API, but would be endless here.
    if (predecessor !== undefined && !above.includes(predecessor.name)) {
      place(predecessor, [...above, environment.name])
    }
    placed.push(environment)
  }
  for (const environment of oldestFirst) place(environment, [])
  return placed
}

/** A model and, by environment, its endpoint there. */
export interface Row {
  model: Model
  endpoints: ReadonlyMap<string, Endpoint>
}

/** One row a model, by name; those whose name does not hold the filter are left out. */
export function rowsOf(models: readonly Model[], endpoints: readonly Endpoint[], filter: string): Row[] {
  const byModel = groupBy(
    endpoints.filter((endpoint) => !endpoint.retired),
    (endpoint) => endpoint.model,
  )
  const wanted = filter.trim().toLowerCase()
  return models
    .filter((model) => model.name.toLowerCase().includes(wanted))
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .map((model) => ({
      model,
      endpoints: new Map((byModel.get(model.name) ?? []).map((endpoint) => [endpoint.environment, endpoint])),
    }))
}

/** What could be brought to an environment next. */
export interface Standing {
  /** The version to promote; undefined when the environment has what it could have. */
  candidate: string | undefined
  /** How many versions are newer than the live one, up to the candidate. */
  behind: number
}

/**
 * The next version for an environment: the one that is live before it in the order of promotion,
 * or the newest where nothing comes before it.
 *
 * @param versions newest first
 */
export function standing(
  versions: readonly ModelVersion[],
  live: string | undefined,
  predecessor: { live: string | undefined } | undefined,
): Standing {
  const wanted = predecessor === undefined ? versions[0]?.name : predecessor.live
  if (wanted === undefined || wanted === live) return { candidate: undefined, behind: 0 }
  const names = versions.map((version) => version.name)
  const distance = live === undefined ? 0 : names.indexOf(live) - names.indexOf(wanted)
  return { candidate: wanted, behind: Math.max(0, distance) }
}

/** The version that serves; all that may, where that is open. */
export function mayServe({ current_release, unsettled }: Endpoint): string {
  const serving = [
    ...(current_release === undefined ? [] : [current_release]),
    ...(unsettled?.releases ?? []),
  ]
  const versions = new Set(serving.map((release) => release.model_version))
  return versions.size === 0 ? 'nothing live' : [...versions].join(' or ')
}

/** When the release that is live became so, as far as the latest deployments tell. */
export function liveSince(endpoint: Endpoint, deployments: readonly Deployment[]): string | undefined {
  const number = endpoint.current_release?.number
  return deployments.find((deployment) => deployment.state === 'SUCCEEDED' && deployment.release === number)
    ?.finished_at
}
