/** How far back the charts go. */
export const RANGES = [
  { value: '1h', label: '1 h', seconds: 3_600 },
  { value: '3h', label: '3 h', seconds: 3 * 3_600 },
  { value: '1d', label: '1 d', seconds: 86_400 },
  { value: '7d', label: '7 d', seconds: 7 * 86_400 },
  { value: '30d', label: '30 d', seconds: 30 * 86_400 },
] as const

const USUAL = RANGES[1]

/** The range that an address names. */
export const rangeOf = (value: string | null) => RANGES.find((range) => range.value === value) ?? USUAL
