/** A stream that somebody asked for, on which the test speaks. */
export interface Asked {
  url: string
  lastId: string | undefined
  say: (text: string) => void
  hangUp: () => void
  /** Whether who asked has gone. */
  left: boolean
}

/** A service that has streams and nothing else; it refuses all while `refuseWith` has a status. */
export function streamService() {
  const asked: Asked[] = []
  const service = {
    asked,
    refuseWith: undefined as number | undefined,
    fetch: (url: string | Request, options: { headers: Record<string, string>; signal: AbortSignal }) => {
      if (typeof url !== 'string') return Promise.resolve(new Response('{}', { status: 404 }))
      if (service.refuseWith !== undefined) {
        return Promise.resolve(new Response('{}', { status: service.refuseWith }))
      }
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          const encoder = new TextEncoder()
          const one: Asked = {
            url,
            lastId: options.headers['Last-Event-ID'],
            say: (text) => controller.enqueue(encoder.encode(text)),
            hangUp: () => {
              one.left = true
              controller.close()
            },
            left: false,
          }
          options.signal.addEventListener('abort', () => {
            if (!one.left) controller.error(new Error('aborted'))
            one.left = true
          })
          asked.push(one)
        },
      })
      return Promise.resolve(new Response(body, { status: 200 }))
    },
  }
  return service
}
