import { afterEach, expect, it, vi } from 'vitest'
import { api, body } from './client'
import { rememberCaller, rememberCsrf } from './csrf'
import { ApiProblem, Unanswered } from './problem'

afterEach(() => vi.unstubAllGlobals())

/** A service that knows one session, and only its token as proof of a change. */
function serviceOf(session: { name: string; token: string } | undefined) {
  const changes: { proof: string | null; body: string }[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url)
    if (request.method !== 'GET') {
      const proof = request.headers.get('X-CSRF-Token')
      changes.push({ proof, body: await request.text() })
      return proof === session?.token
        ? Response.json({ name: 'fraud-detector' }, { status: 201 })
        : Response.json({ code: 'csrf-token-missing', detail: 'Send the token.' }, { status: 403 })
    }
    if (session === undefined) return Response.json({ code: 'unauthenticated', detail: '' }, { status: 401 })
    return Response.json(pathname === '/v1/me' ? { name: session.name } : { csrf_token: session.token })
  })
  return changes
}

const change = () => body(api.POST('/v1/models', { body: { name: 'fraud-detector' } }))

it('a change goes on after signing in again in another tab, which began another session', async () => {
  rememberCsrf('old')
  rememberCaller('user:ada')
  const changes = serviceOf({ name: 'user:ada', token: 'new' })
  expect(await change()).toMatchObject({ name: 'fraud-detector' })
  expect(changes.map(({ proof }) => proof)).toEqual(['old', 'new'])
  expect(changes[1]?.body).toBe(changes[0]?.body)

  await change()
  expect(changes).toHaveLength(3)
})

it('a change is not made in the name of somebody else who signed in in another tab', async () => {
  rememberCsrf('old')
  rememberCaller('user:ada')
  const changes = serviceOf({ name: 'user:grace', token: 'new' })
  await expect(change()).rejects.toMatchObject({ status: 401 })
  expect(changes).toHaveLength(1)
})

it('a session that is over is told as that', async () => {
  rememberCsrf('old')
  const changes = serviceOf(undefined)
  await expect(change()).rejects.toMatchObject({ status: 401 })
  expect(changes).toHaveLength(1)
})

it('a refusal for another reason is not asked for again, nor is one that a new proof does not mend', async () => {
  rememberCsrf('old')
  const asked: string[] = []
  let code = 'forbidden'
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(request.method)
    return Promise.resolve(
      request.method === 'GET'
        ? Response.json({ csrf_token: 'new', name: 'user:ada' })
        : Response.json({ code, detail: 'You may not.' }, { status: 403 }),
    )
  })
  rememberCaller('user:ada')
  await expect(change()).rejects.toBeInstanceOf(ApiProblem)
  expect(asked).toEqual(['POST'])

  code = 'csrf-token-missing'
  await expect(change()).rejects.toMatchObject({ code })
  expect(asked.filter((method) => method === 'POST')).toHaveLength(3)
})

it('a change that nobody answered may have been made, and a look or a sign-in may not', async () => {
  const look = () =>
    body(
      api.POST('/v1/promotions', {
        params: { query: { dry_run: true } },
        body: { model: 'fraud-detector', to: 'prod', reason: 'a look' },
      }),
    )
  const signIn = () => body(api.POST('/v1/session', { headers: { Authorization: 'Bearer t' } }))
  for (const answer of [
    () => Promise.reject(new TypeError('Failed to fetch')),
    () => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 })),
  ]) {
    vi.stubGlobal('fetch', answer)
    await expect(change()).rejects.toBeInstanceOf(Unanswered)
    await expect(look()).rejects.not.toBeInstanceOf(Unanswered)
    await expect(signIn()).rejects.not.toBeInstanceOf(Unanswered)
  }
  vi.stubGlobal('fetch', () =>
    Promise.resolve(Response.json({ code: 'internal', detail: 'It broke.' }, { status: 500 })),
  )
  await expect(change()).rejects.toMatchObject({ message: 'It broke.' })
})
