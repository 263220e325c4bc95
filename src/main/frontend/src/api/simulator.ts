import { focusManager, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
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

/** How often somebody who watches the driven predictions sees their counts move, in milliseconds. */
const COUNTED_EVERY = 1000

/**
 * Reads the counts again every second while predictions are driven and the caller is shown. A read
 * while a switch is on its way would show it as it was, so none is made then.
 */
export function useDrivenCounts(driven: boolean) {
  const queries = useQueryClient()
  useEffect(() => {
    if (!driven) return undefined
    const timer = setInterval(() => {
      if (focusManager.isFocused() && areOld(queries)) {
        void queries.invalidateQueries({ queryKey: keys.simulator })
      }
    }, COUNTED_EVERY)
    return () => clearInterval(timer)
  }, [driven, queries])
}

/** Whether nothing reads or changes what is known, nor has of late: several endpoints may be shown. */
const areOld = (queries: QueryClient) =>
  queries.isMutating({ mutationKey: keys.simulator }) === 0 &&
  queries.isFetching({ queryKey: keys.simulator }) === 0 &&
  Date.now() - (queries.getQueryState(keys.simulator)?.dataUpdatedAt ?? 0) > COUNTED_EVERY / 2

const switchesOf = (queries: QueryClient, endpoint: string): Switches =>
  queries.getQueryData<Simulator>(keys.simulator)?.switches.find((one) => one.endpoint === endpoint) ??
  off(endpoint)
