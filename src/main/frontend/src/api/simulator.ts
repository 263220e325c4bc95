import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body } from './client'
import { keys } from './keys'
import type { components } from './schema.gen'
import { off, wanted } from './wanted'

export type Simulator = components['schemas']['Simulator'] & { readAt: number }
export type Switches = components['schemas']['SimulatorSwitches']
export type SwitchesInput = components['schemas']['SimulatorSwitchesInput']

/**
 * Changes one of the simulator's switches of an endpoint, by SageMaker's name of it. All of them are
 * sent at a time, so each change begins with what the one before it wanted, whether or not that has
 * arrived, and they arrive one after the other.
 */
export function useSetSwitches(endpoint: string) {
  const queries = useQueryClient()
  const mutationKey = [...keys.simulator, endpoint]
  return useMutation({
    mutationKey,
    scope: { id: mutationKey.join(' ') },
    mutationFn: (change: SwitchesInput) =>
      body(
        api.PUT('/v1/simulator/switches/{endpoint}', {
          params: { path: { endpoint } },
          body: wanted(switchesOf(queries, endpoint), change),
        }),
      ),
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey: keys.simulator })
      const now = switchesOf(queries, endpoint)
      const { configuration: _, ...rest } = now
      queries.setQueryData<Simulator>(keys.simulator, (seen) =>
        seen === undefined
          ? seen
          : {
              ...seen,
              switches: [
                ...seen.switches.filter((one) => one.endpoint !== endpoint),
                { ...rest, ...wanted(now, change) },
              ],
            },
      )
    },
    // What the simulator says while the next change is on its way would undo that one.
    onSettled: () =>
      queries.isMutating({ mutationKey }) > 1
        ? undefined
        : queries.invalidateQueries({ queryKey: keys.simulator }),
  })
}

const switchesOf = (queries: QueryClient, endpoint: string): Switches =>
  queries.getQueryData<Simulator>(keys.simulator)?.switches.find((one) => one.endpoint === endpoint) ??
  off(endpoint)
