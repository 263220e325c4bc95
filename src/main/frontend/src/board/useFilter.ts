import { useFilled } from '../shared/useFilled'

const SETTLES_AFTER_MS = 120

/** The board's filter: which models are shown. */
export function useFilter() {
  const { at, put, settled } = useFilled(SETTLES_AFTER_MS)
  return {
    text: at('model') ?? '',
    setText: (text: string) => put('model', text),
    settled: new URLSearchParams(settled).get('model') ?? '',
  }
}
