import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body } from './client'
import { keys } from './keys'
import type { components } from './schema.gen'

export type Switches = components['schemas']['SimulatorSwitches']
export type SwitchesInput = components['schemas']['SimulatorSwitchesInput']

/** Sets the simulator's switches of one endpoint, by SageMaker's name of it. */
export function useSetSwitches(endpoint: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (wanted: SwitchesInput) =>
      body(api.PUT('/v1/simulator/switches/{endpoint}', { params: { path: { endpoint } }, body: wanted })),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.simulator }),
  })
}
