import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { keys } from '../api/keys'
import { type Deployment, isOver, type Plan, type PromotionInput } from '../api/types'
import { deployment, endpoint, environment } from '../testing/examples'
import { show } from '../testing/render'
import PlanPage from './PlanPage'

afterEach(() => vi.unstubAllGlobals())

const plan: Plan = {
  endpoint: 'prod-fraud-detector',
  release: { model_version: 'v2', content_hash: '0' },
  changes: [],
  calls: [],
  remarks: [],
  expected_seconds: { provisioning: 1, baking: 1, total: 2 },
  no_changes: false,
  hash: '0',
  gates: [{ gate: 'SOAK', verdict: 'PENDING', reason: 'An hour is missing.' }],
}

it('waiting for gates keeps the plan in sight and the focus where it was, and blocks until the new one is there', async () => {
  const plans: ((plan: Plan) => void)[] = []
  vi.stubGlobal('fetch', (request: Request) =>
    request.method === 'POST'
      ? new Promise((resolve) => plans.push((made) => resolve(Response.json(made))))
      : Promise.resolve(Response.json({ items: [] })),
  )
  show(<PlanPage />, { at: '/plan?model=fraud-detector&version=v2&to=prod' })
  await waitFor(() => expect(plans).toHaveLength(1))
  plans[0]?.(plan)
  await userEvent.type(await screen.findByLabelText('Reason'), 'because')
  screen.getByRole('button', { name: /^Ask for it: A gate is not open yet/ })

  const waiting = screen.getByRole('checkbox', { name: 'Wait for gates' })
  await userEvent.click(waiting)
  await waitFor(() => expect(plans).toHaveLength(2))
  expect(document.activeElement).toBe(waiting)
  screen.getByRole('button', { name: 'Ask for it: The plan is being made anew.' })
  plans[1]?.(plan)
  await screen.findByRole('button', { name: 'Ask for it' })
  expect(document.activeElement).toBe(waiting)
})

it('a plan is agreed to once, however often Enter is pressed or held, and again once it was refused', async () => {
  const begun: ((answer: Response) => void)[] = []
  vi.stubGlobal('fetch', (request: Request) => {
    if (request.method !== 'POST') return Promise.resolve(Response.json({ items: [] }))
    return request.url.includes('dry_run')
      ? Promise.resolve(Response.json({ ...plan, gates: [] }))
      : new Promise((resolve) => begun.push(resolve))
  })
  show(<PlanPage />, { at: '/plan?model=fraud-detector&version=v2&to=prod' })
  const reason = await screen.findByLabelText('Reason')
  await userEvent.type(reason, 'because')
  fireEvent.keyDown(reason, { key: 'Enter', repeat: true })
  fireEvent.keyDown(reason, { key: 'Enter' })
  fireEvent.keyDown(reason, { key: 'Enter' })
  await waitFor(() => expect(begun).toHaveLength(1))
  await userEvent.type(reason, '{Enter}{Enter}')
  expect(begun).toHaveLength(1)

  begun[0]?.(Response.json({ status: 409, code: 'conflict', detail: 'Not now.' }, { status: 409 }))
  await screen.findByRole('button', { name: 'Promote to prod' })
  await userEvent.type(reason, '{Enter}')
  await waitFor(() => expect(begun).toHaveLength(2))
})

it('what was refused is told beside the button, where it lies over nothing, until something else is asked for', async () => {
  vi.stubGlobal('fetch', (request: Request) => {
    if (request.method !== 'POST') return Promise.resolve(Response.json({ items: [] }))
    return Promise.resolve(
      request.url.includes('dry_run')
        ? Response.json(plan)
        : Response.json({ code: 'conflict', detail: 'Not now.' }, { status: 409 }),
    )
  })
  show(<PlanPage />, { at: '/plan?model=fraud-detector&version=v2&to=prod&wait=true' })
  await userEvent.type(await screen.findByLabelText('Reason'), 'because{Enter}')
  const told = await within(screen.getByRole('region', { name: 'Agree to the plan' })).findByRole('alert')
  expect(told.textContent).toBe('Nothing was startedNot now.')
  await userEvent.click(screen.getByRole('checkbox', { name: 'Wait for gates' }))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
})

it('what is under way is not changed, and what comes of it is told', async () => {
  const answers: ((response: Response) => void)[] = []
  vi.stubGlobal('fetch', (request: Request) => {
    if (request.method !== 'POST') return Promise.resolve(Response.json({ items: [] }))
    return request.url.includes('dry_run')
      ? Promise.resolve(Response.json(plan))
      : new Promise<Response>((answer) => answers.push(answer))
  })
  show(<PlanPage />, { at: '/plan?model=fraud-detector&version=v2&to=prod&wait=true' })
  await userEvent.type(await screen.findByLabelText('Reason'), 'because{Enter}')
  await waitFor(() => expect(answers).toHaveLength(1))
  await userEvent.click(screen.getByRole('checkbox', { name: 'Wait for gates' }))
  answers[0]?.(Response.json({ code: 'conflict', detail: 'Not now.' }, { status: 409 }))
  await screen.findByText('Not now.')
  await userEvent.type(screen.getByLabelText('Reason'), '{Enter}')
  await waitFor(() => expect(answers).toHaveLength(2))
  expect(screen.getByLabelText<HTMLInputElement>('Version', { selector: 'input' }).disabled).toBe(true)
})

it('what was not answered is asked for again with the same key, and with another once it was refused', async () => {
  const keys: (string | null)[] = []
  vi.stubGlobal('fetch', (request: Request) => {
    if (request.method !== 'POST') return Promise.resolve(Response.json({ items: [] }))
    if (request.url.includes('dry_run')) return Promise.resolve(Response.json({ ...plan, gates: [] }))
    keys.push(request.headers.get('Idempotency-Key'))
    return keys.length === 1
      ? Promise.reject(new TypeError('Failed to fetch'))
      : Promise.resolve(Response.json({ code: 'conflict', detail: 'Not now.' }, { status: 409 }))
  })
  show(<PlanPage />, { at: '/plan?model=fraud-detector&version=v2&to=prod' })
  const reason = await screen.findByLabelText('Reason')
  await userEvent.type(reason, 'because')
  for (const times of [1, 2, 3]) {
    await screen.findByRole('button', { name: 'Promote to prod' })
    await userEvent.type(reason, '{Enter}')
    await waitFor(() => expect(keys).toHaveLength(times))
  }
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[1])
})

const running = deployment({ id: 'running', endpoint: 'prod-fraud-detector', requested_by: 'bob' })

/** Every promotion, and look at one, that was asked for. */
function promotions(answer: (asked: PromotionInput, look: boolean) => object) {
  const asked: PromotionInput[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.url.includes('/deployments/')) return Response.json(running)
    if (request.url.includes('/releases/')) return Response.json({ number: 2, model_version: 'v7' })
    if (request.url.includes('/environments')) {
      return Response.json({ items: ['prod', 'dev'].map((name) => environment(name, '2026-01-01')) })
    }
    if (request.method !== 'POST') return Response.json({ items: [] })
    const body: PromotionInput = await request.json()
    asked.push(body)
    return Response.json(answer(body, request.url.includes('dry_run')))
  })
  return asked
}

it('what is taken back for a promotion is named, and nothing is taken back where another environment is chosen', async () => {
  const asked = promotions(({ to, supersede }) => ({
    ...plan,
    gates: [],
    ...(to === 'prod' && supersede ? { supersedes: running.id } : {}),
  }))
  show(<PlanPage />, { at: '/plan?model=fraud-detector&version=v8&to=prod&supersede=true&wait=true' })
  const alert = await screen.findByRole('alert', { name: /is taken back first/ })
  await waitFor(() => expect(alert.textContent).toContain('v7 on prod-fraud-detector, asked for by bob'))
  expect(within(alert).getByRole('link').getAttribute('href')).toBe('/deployments/running')

  await userEvent.click(await screen.findByRole('combobox', { name: 'Environment' }))
  await userEvent.click(await screen.findByRole('option', { name: 'dev' }))
  await waitFor(() => expect(asked.at(-1)?.to).toBe('dev'))
  expect(asked.at(-1)).toMatchObject({ supersede: false, wait_for_gates: false })
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
})

it('of what runs by now only the deployment that the plan names is taken back', async () => {
  const asked = promotions((_, look) =>
    look ? { ...plan, gates: [], supersedes: running.id } : { outcome: 'WAITING', id: 'p', decisions: [] },
  )
  show(<PlanPage />, { at: '/plan?model=fraud-detector&version=v8&to=prod&supersede=true' })
  await userEvent.type(await screen.findByLabelText('Reason'), 'because{Enter}')
  await waitFor(() => expect(asked.at(-1)?.plan_hash).toBe(plan.hash))
  expect(asked.at(-1)).toMatchObject({ supersede: true, supersedes: running.id })
})

it('a deployment that began after the plan was shown is not taken back by agreeing to it', async () => {
  const asked = promotions((_, look) =>
    look ? { ...plan, gates: [] } : { outcome: 'NO_CHANGES', id: 'p', decisions: [] },
  )
  show(<PlanPage />, { at: '/plan?model=fraud-detector&version=v8&to=prod&supersede=true' })
  await userEvent.type(await screen.findByLabelText('Reason'), 'because{Enter}')
  await waitFor(() => expect(asked.at(-1)?.plan_hash).toBe(plan.hash))
  expect(asked.map(({ supersede }) => supersede)).toEqual([true, false])
})

/** Refuses looks at a plan from the second on, since a deployment runs by then. */
function somethingBegins(begun: Deployment, promote: (key: string | null) => Promise<Response>) {
  let looks = 0
  const active = {
    code: 'deployment-active',
    status: 409,
    detail: 'Promote with supersede: true.',
    link: `/v1/deployments/${running.id}`,
  }
  vi.stubGlobal('fetch', (request: Request) => {
    if (request.url.includes('/deployments/')) return Promise.resolve(Response.json(begun))
    if (request.method !== 'POST') return Promise.resolve(Response.json({ items: [] }))
    if (!request.url.includes('dry_run')) return promote(request.headers.get('Idempotency-Key'))
    looks++
    return Promise.resolve(
      looks === 1 || isOver(begun)
        ? Response.json({ ...plan, gates: [] })
        : Response.json(active, { status: 409 }),
    )
  })
}

const at = '/plan?model=fraud-detector&version=v2&to=prod'

it.each([
  [{ ...running, requested_reason: 'from another tab' }, true],
  [{ ...running, kind: 'RETIRE' as const }, false],
  [{ ...running, state: 'NEEDS_ATTENTION' as const }, false],
])(
  'whoever is refused since something else began is shown that, and may take back an update alone',
  async (begun, givesWay) => {
    const refusal = { code: 'plan-stale', detail: 'Ask for the plan again with dry_run=true.' }
    somethingBegins(begun, () => Promise.resolve(Response.json(refusal, { status: 409 })))
    show(<PlanPage />, { at })
    await userEvent.type(await screen.findByLabelText('Reason'), 'because{Enter}')
    await screen.findByText('Another deployment is under way')
    expect((await screen.findByRole('alert')).textContent).toContain('The plan is another one by now')
    await screen.findByText(/^bob asked for this/)
    expect(screen.queryByRole('button', { name: 'Plan to take it back first' }) !== null).toBe(givesWay)
    expect(screen.queryByText(/supersede: true|dry_run/)).toBeNull()
  },
)

it('the plan is there again by itself once what was in its way has ended', async () => {
  const begun = { ...running }
  const refusal = { code: 'conflict', detail: 'Not now.' }
  somethingBegins(begun, () => Promise.resolve(Response.json(refusal, { status: 409 })))
  const { queries } = show(<PlanPage />, { at })
  await userEvent.type(await screen.findByLabelText('Reason'), 'because{Enter}')
  await screen.findByText('Another deployment is under way')
  await screen.findByText(/^bob asked for this/)
  begun.state = 'SUCCEEDED'
  await act(() => queries.invalidateQueries({ queryKey: keys.deployment(running.id) }))
  expect((await screen.findByLabelText<HTMLInputElement>('Reason')).value).toBe('because')
})

it('what began and was not answered does not stand in the way of the press that finds it', async () => {
  const pressed: (string | null)[] = []
  somethingBegins(running, (key) => {
    pressed.push(key)
    return pressed.length === 1
      ? Promise.reject(new TypeError('Failed to fetch'))
      : Promise.resolve(Response.json({ outcome: 'DEPLOYING', id: 'p', deployment: { id: 'running' } }))
  })
  const { queries } = show(<PlanPage />, { at })
  await userEvent.type(await screen.findByLabelText('Reason'), 'because{Enter}')
  await screen.findByText('It may have been started')
  await act(() => queries.invalidateQueries({ queryKey: ['plan'] }))
  await userEvent.click(await screen.findByRole('button', { name: 'Promote to prod' }))
  await waitFor(() => expect(pressed).toHaveLength(2))
  expect(pressed[1]).toBe(pressed[0])
})

it.each([
  ['version-quarantined', 'v2 is quarantined in prod'],
  ['artifact-missing', 'This cannot be promoted as it is'],
])('a promotion that is refused as a plan says so, and where to go on: %s', async (code, title) => {
  vi.stubGlobal('fetch', (request: Request) =>
    Promise.resolve(
      request.method === 'POST'
        ? Response.json({ code, status: 422, detail: 'Refused: POST /v1/endpoints/…' }, { status: 422 })
        : Response.json({ items: request.url.includes('/endpoints') ? [endpoint('prod', 'v1')] : [] }),
    ),
  )
  show(<PlanPage />, { at })
  await screen.findByRole('heading', { name: title })
  expect(screen.queryByText('Something went wrong')).toBeNull()
  if (code === 'version-quarantined') {
    const way = screen.getByRole('link', { name: 'See why, and lift it' })
    expect(way.getAttribute('href')).toBe('/endpoints/prod-fraud-detector')
    expect(screen.queryByText(/POST/)).toBeNull()
  } else {
    expect(screen.getByRole('button', { name: 'Look again' })).toBeDefined()
    expect(screen.getByRole('link', { name: 'What this means' }).getAttribute('href')).toBe(
      `/problems/${code}`,
    )
  }
})

it('what was typed is there again once a plan that was refused meanwhile is made again', async () => {
  let refuses = false
  vi.stubGlobal('fetch', (request: Request) => {
    if (request.method !== 'POST') return Promise.resolve(Response.json({ items: [] }))
    return Promise.resolve(
      refuses
        ? Response.json({ code: 'artifact-missing', detail: 'It is gone.' }, { status: 422 })
        : Response.json({ ...plan, gates: [] }),
    )
  })
  const { queries } = show(<PlanPage />, { at })
  await userEvent.type(await screen.findByLabelText('Reason'), 'because')
  refuses = true
  await act(() => queries.invalidateQueries({ queryKey: ['plan'] }))
  await screen.findByText('It is gone.')
  expect(screen.queryByRole('button', { name: 'Promote to prod' })).toBeNull()
  refuses = false
  await userEvent.click(screen.getByRole('button', { name: 'Look again' }))
  expect((await screen.findByLabelText<HTMLInputElement>('Reason')).value).toBe('because')
})
