import { Skeleton, Stack } from '@mantine/core'

interface SkeletonsProps {
  rows: number
  height: number
}

/** Rows that hold the place of what is being loaded. */
export function Skeletons({ rows, height }: SkeletonsProps) {
  return (
    <Stack gap="sm" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <Skeleton key={row} height={height} radius="md" />
      ))}
    </Stack>
  )
}
