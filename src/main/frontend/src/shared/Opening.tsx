import { Center, Loader } from '@mantine/core'

/** The whole page while nothing is known yet, not even who looks at it. */
export function Opening({ what = 'Loading' }: { what?: string }) {
  return (
    <Center component="main" h="100dvh">
      <h1 className="hidden-visually">Slipway</h1>
      <Loader role="status" aria-label={what} />
    </Center>
  )
}
