import { screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { keys } from '../api/keys'
import type { Deployment, DeploymentState } from '../api/types'
import { deployment, endpoint, unsettled } from '../testing/examples'
import { show } from '../testing/render'
import { Actions } from './Actions'
import { CancelDialog } from './CancelDialog'
import { now } from './sentences'

afterEach(() => vi.unstubAllGlobals())

/** The endpoint while that release serves on it, or none. */
const serving = (release?: number) =>
  release === undefined ? endpoint('prod') : endpoint('prod', `v${release}`, release)

const first = (state: DeploymentState): Deployment => {
  const { previous_release: _, ...rest } = deployment({ state, release: 1 })
  return rest
}

it('an update that another has followed does not say that it serves', () => {
  const done = deployment({ state: 'SUCCEEDED' })
  expect(now(done, 'v1', 'v2', serving(2))).toBe('v2 serves all traffic, proven by looking.')
  expect(now(done, 'v1', 'v2', undefined)).toBe('v2 serves all traffic, proven by looking.')
  expect(now(done, 'v1', 'v2', serving(3))).toBe('It went live; v3 serves now.')
  expect(now(done, 'v1', 'v2', serving())).toBe('It went live; nothing serves now.')
  expect(now(done, 'v1', 'v3', serving(3))).toBe('It went live; v3 (release 3) serves now.')
})

it('nor does one that was taken back say that of what was before it', () => {
  const back = deployment({ state: 'ROLLED_BACK' })
  expect(now(back, 'v1', 'v2', serving(1))).toBe('v1 serves all traffic again.')
  expect(now(back, 'v1', 'v2', serving(3))).toBe('It was taken back; v3 serves now.')
})

it('one that was canceled tells what serves, which may be what it brought', () => {
  const canceled = deployment({ state: 'CANCELED' })
  expect(now(canceled, 'v1', 'v2', serving(1))).toBe('It was canceled; v1 serves now.')
  expect(now(canceled, 'v1', 'v2', serving(2))).toBe('It was canceled; v2 serves now.')
  expect(now(first('CANCELED'), 'nothing', 'v1', serving())).toBe('It was canceled; nothing serves now.')
  expect(now(canceled, 'v1', 'v2', undefined)).toBe('It was canceled.')
})

it('a retirement tells what was brought live after it', () => {
  const { release: _, ...retired } = deployment({ kind: 'RETIRE', state: 'SUCCEEDED' })
  expect(now(retired, 'v1', 'nothing', serving())).toBe('Everything has been taken down.')
  expect(now(retired, 'v1', 'nothing', serving(3))).toBe('It was taken down; v3 serves now.')
})

it('a share of the traffic that is not known is not said to be none', () => {
  const green = { side: 'GREEN' as const, release: 2, endpoint_config_name: 'two' }
  const updating = (fleet: Deployment['fleets'][number]) =>
    now(deployment({ state: 'UPDATING', fleets: [fleet] }), 'v1', 'v2', serving(1))
  expect(updating(green)).toBe('How much of the traffic v2 gets is not known.')
  expect(updating({ ...green, traffic_percent: 0 })).toBe('v2 gets 0 % of the traffic.')
})

it('a retirement says that it deletes, and of what was never claimed that it is left as it is', () => {
  const said = (state: DeploymentState, plan?: Deployment['plan']) => {
    const { release: _, ...retired } = deployment({ kind: 'RETIRE', state, ...(plan && { plan }) })
    return now(retired, 'v1', 'nothing', undefined)
  }
  const { plan } = deployment({
    plan: {
      endpoint: 'prod-fraud-detector',
      release: { model_version: 'v1', content_hash: '0' },
      changes: [],
      calls: [],
      remarks: [{ severity: 'WARNING', code: 'nothing-is-deleted', message: 'It is forgotten.' }],
      expected_seconds: { provisioning: 0, baking: 0, total: 0 },
      no_changes: false,
      hash: '0',
    },
  })
  expect(said('UPDATING')).toBe('Everything is being taken down.')
  expect(said('FAILED')).toBe('It ended before everything was taken down.')
  expect(said('UPDATING', plan)).toBe('It is being forgotten; nothing in AWS is touched.')
  expect(said('SUCCEEDED', plan)).toBe('Slipway has forgotten it; nothing in AWS was touched.')
})

it('the first of an endpoint does not speak of nothing as of a version', () => {
  const said = (['PREPARING', 'ROLLING_BACK', 'ROLLED_BACK', 'FAILED'] as const).map((state) =>
    now(first(state), 'nothing', 'v1', serving()),
  )
  expect(said).toEqual([
    'Nothing is live yet.',
    'Going back: nothing was live before it.',
    'It was taken back; nothing was live before it.',
    'It failed; nothing was live before it.',
  ])
})

it('the first of an endpoint is taken back to nothing, and says so', async () => {
  const fleets = [{ side: 'GREEN' as const, release: 1, endpoint_config_name: 'one' }]
  show(
    <CancelDialog
      deployment={{ ...first('UPDATING'), fleets }}
      opened
      close={() => undefined}
      from="nothing"
      to="v1"
    />,
  )
  const dialog = await screen.findByRole('dialog')
  expect(dialog.textContent).toContain('The endpoint is taken down with v1')
  expect(dialog.textContent).not.toMatch(/to nothing|nothing serves|quarantined/)
})

it('a retirement that is not begun is given up, and takes nothing down', async () => {
  show(
    <CancelDialog
      deployment={deployment({ kind: 'RETIRE', state: 'QUEUED', fleets: [] })}
      opened
      close={() => undefined}
      from="v1"
      to="nothing"
    />,
  )
  const dialog = await screen.findByRole('dialog', { name: 'Do not take it down' })
  expect(dialog.textContent).toContain('The endpoint stays as it is')
  expect(dialog.textContent).not.toMatch(/deleted|Take nothing/)
})

it('going back from an earlier update goes from what serves now', async () => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  const { queries } = show(<Actions deployment={deployment({ state: 'SUCCEEDED' })} from="v1" to="v2" />, {
    me: { name: 'a', kind: 'USER', display_name: 'A', grants: [{ role: 'ADMIN', environment: '*' }] },
  })
  queries.setQueryData(keys.endpoints, [serving(3)])
  await screen.findByText('It went live; v3 serves now.')
  screen.getByRole('button', { name: 'Go back to v1' }).click()
  expect(await screen.findByText(/All traffic goes from v3 to v1/)).toBeDefined()
})

it('whoever calls a way back off is told that the quarantine which it placed ends, and of no other', async () => {
  const fleets = [{ side: 'GREEN' as const, release: 1, endpoint_config_name: 'one' }]
  const back = { kind: 'ROLL_BACK' as const, release: 1, previous_release: 2 }
  for (const [deployed, said] of [
    [deployment({ ...back, fleets }), 'The quarantine that going back put on v2 is lifted.'],
    [deployment({ ...back, fleets: [] }), 'The quarantine that going back put on v2 is lifted.'],
    [deployment({ ...back, release: 3, fleets }), undefined],
    [deployment({ kind: 'PROMOTE', release: 2, previous_release: 2, fleets }), undefined],
    [deployment({ kind: 'PROMOTE', release: 3, previous_release: 2, fleets }), 'v1 is quarantined here'],
  ] as const) {
    const shown = show(
      <CancelDialog deployment={deployed} opened close={() => undefined} from="v2" to="v1" />,
    )
    const told = (await screen.findByRole('dialog')).textContent
    if (said === undefined) expect(told).not.toContain('quarantine')
    else expect(told).toContain(said)
    expect(told.match(/quarantine/g)?.length ?? 0).toBe(said === undefined ? 0 : 1)
    shown.unmount()
  }
})

it('whoever cancels what nothing can stop is promised no minute', async () => {
  const green = { side: 'GREEN' as const, release: 2, endpoint_config_name: 'two', traffic_percent: 100 }
  const both = [{ side: 'BLUE' as const, release: 1, endpoint_config_name: 'one', traffic_percent: 0 }, green]
  const plan = {
    endpoint: 'prod-fraud-detector',
    release: { model_version: 'v2', content_hash: '0' },
    changes: [],
    calls: [],
    remarks: [{ severity: 'WARNING' as const, code: 'no-abort-lever', message: 'It has no bake.' }],
    expected_seconds: { provisioning: 420, baking: 0, total: 420 },
    no_changes: false,
    hash: '0',
  }
  const swap = { from: 'a', to: 'b' }
  for (const [deployed, promised] of [
    [deployment({ fleets: both }), true],
    [deployment({ fleets: [green] }), false],
    [deployment({ fleets: both, kind: 'ROLL_BACK' }), false],
    [deployment({ fleets: both, kind: 'ROLL_BACK', swap }), true],
    [deployment({ fleets: both, plan }), false],
    [deployment({ fleets: both, state: 'FINISHING', swap }), false],
  ] as const) {
    const shown = show(
      <CancelDialog deployment={deployed} opened close={() => undefined} from="v1" to="v2" />,
    )
    const told = (await screen.findByRole('dialog')).textContent
    expect(told.includes('within a minute')).toBe(promised)
    expect(told.includes('v1 serves all the time')).toBe(promised)
    expect(told.includes('Then v1 is deployed again')).toBe(!promised)
    shown.unmount()
  }
})

it('whoever goes back is told what the plan remarks: what may serve, and what that quarantines', async () => {
  const remark = (code: string, message: string) => ({ severity: 'WARNING', code, message })
  const left = [
    remark('is-quarantined', 'Release 2 (v2) is left.'),
    remark('is-quarantined', 'Release 3 (v3) is left.'),
  ]
  const doubt = remark('serving-unsettled', 'It is not settled which release serves.')
  for (const remarks of [left.slice(1), [doubt, ...left]]) {
    vi.stubGlobal('fetch', (request: Request) =>
      Promise.resolve(
        Response.json(
          request.method === 'POST'
            ? { hash: '0', release: { number: 1 }, changes: [], remarks, expected_seconds: { total: 60 } }
            : { ...endpoint('prod', 'v2', 2), items: [] },
        ),
      ),
    )
    const done = deployment({ state: 'SUCCEEDED' })
    const { queries, unmount } = show(<Actions deployment={done} from="v1" to="v2" />, {
      me: { name: 'a', kind: 'USER', display_name: 'A', grants: [{ role: 'ADMIN', environment: '*' }] },
    })
    queries.setQueryData(keys.endpoints, [endpoint('prod', 'v2', 2)])
    const open = await screen.findByRole('button', { name: 'Go back to v1' })
    open.click()
    const dialog = await screen.findByRole('dialog')
    for (const { message } of remarks) await waitFor(() => expect(dialog.textContent).toContain(message))
    expect(dialog.textContent.match(/is left/g)).toHaveLength(remarks.length === 1 ? 1 : 2)
    expect(dialog.textContent.includes('goes from v2')).toBe(remarks.length === 1)
    unmount()
  }
})

it('an end that brought nothing claims nothing of what serves while that is open', () => {
  const open = unsettled(endpoint('prod', 'v1', 1), 2)
  for (const state of ['FAILED', 'CANCELED', 'ROLLED_BACK'] as const) {
    expect(now(deployment({ state }), 'v1', 'v2', open)).toBe(open.unsettled?.message)
  }
})
