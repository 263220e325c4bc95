import type { SpotlightFilterFunction } from '@mantine/spotlight'

/**
 * What is called so first, what is described so after it. One look at each: Mantine's own way copies
 * the list for every entry, which 200 models in three environments turn into a million copies a key.
 */
export const find: SpotlightFilterFunction = (query, actions) => {
  const wanted = query.trim().toLowerCase()
  const holds = (text: string | undefined) => text?.toLowerCase().includes(wanted) ?? false
  const called: typeof actions = []
  const described: typeof actions = []
  for (const action of actions) {
    if ('actions' in action) called.push(action)
    else if (holds(action.label)) called.push(action)
    else if (holds(action.description)) described.push(action)
  }
  return [...called, ...described]
}
