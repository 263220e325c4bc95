import type { DotItemDotProps } from 'recharts'

/** Marks a figure between two gaps, through which a line has no length and is not seen. */
export function LoneDot({ cx, cy, index, points, stroke }: DotItemDotProps) {
  const isGap = (at: number) => typeof points[at]?.y !== 'number'
  if (isGap(index) || !isGap(index - 1) || !isGap(index + 1)) return null
  return <circle cx={cx} cy={cy} r={2} fill={stroke} />
}
