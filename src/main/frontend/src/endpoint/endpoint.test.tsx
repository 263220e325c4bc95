import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { useEndpoint } from '../api/endpoints'
import { keys } from '../api/keys'
import type { Me, Release } from '../api/types'
import { CHARTS } from '../chart/lines'
import { MetricTable } from '../chart/MetricTable'
import type { Row } from '../chart/rows'
import { mergePatch, readDocument } from '../shared/mergePatch'
import { endpoint, unsettled } from '../testing/examples'
import { show } from '../testing/render'
import { quarantinedAs, whyNotLift, whyNotRestore } from './can'
import { Releases } from './Releases'
import { rangeOf } from './ranges'
import { SettingsPanel } from './SettingsPanel'

afterEach(() => vi.unstubAllGlobals())

const me = (role: Me['grants'][number]['role']): Me => ({
  name: 'token:ada',
  kind: 'USER',
  display_name: 'Ada',
  grants: [{ role, environment: 'prod' }],
})

const release = (number: number, current: boolean): Release => ({
  id: `${number}`,
  endpoint: 'prod-fraud-detector',
  number,
  model_version: `v${number}`,
  environment_revision: 1,
  content_hash: '0',
  current,
  spec: {},
  created_at: '2026-01-31T12:00:00Z',
})

it('of many releases each button says whose it is, and whoever asks for all goes on with the first that came', async () => {
  const listed = Array.from({ length: 20 }, (_, index) => release(20 - index, index === 0))
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ items: listed })))
  show(<Releases endpoint={endpoint('prod', 'v20', 20)} />, { me: me('DEPLOYER') })
  await userEvent.click(await screen.findByRole('button', { name: 'All 20' }))
  expect(document.activeElement?.textContent).toMatch(/^r12/)
  await userEvent.tab()
  await userEvent.tab()
  const button = screen.getByRole('button', { name: 'Restore this, release 12' })
  expect(document.activeElement).toBe(button)
  await userEvent.keyboard('{Enter}')
  await screen.findByRole('dialog', { name: 'Go back to v12 (r12)' })
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(document.activeElement).toBe(button))
})

describe('an earlier release can be restored', () => {
  const live = endpoint('prod', 'v2')

  it('by a deployer, while nothing else moves', () => {
    expect(whyNotRestore(live, release(1, false), me('DEPLOYER'))).toBeUndefined()
    expect(whyNotRestore(live, release(1, false), me('VIEWER'))).toContain('deployer')
    expect(whyNotRestore({ ...live, active_deployment: 'd' }, release(1, false), me('ADMIN'))).toContain(
      'under way',
    )
  })

  it('but not the one that serves, and not where nothing may serve any more', () => {
    expect(whyNotRestore(live, release(2, true), me('ADMIN'))).toContain('serves already')
    expect(whyNotRestore({ ...live, retired: true }, release(1, false), me('ADMIN'))).toContain('retired')
  })

  it('and the last one seen to serve, while it is open which does', async () => {
    const open = unsettled(live, 3)
    expect(whyNotRestore(open, release(2, true), me('DEPLOYER'))).toBeUndefined()
    const listed = [release(3, false), release(2, true), release(1, false)]
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ items: listed })))
    show(<Releases endpoint={open} />)
    expect(await screen.findByText('May serve')).toBeDefined()
    expect(screen.getByText('Served last')).toBeDefined()
    expect(screen.queryByText('Serves')).toBeNull()
  })

  it('which is told to be what was quarantined under another number', async () => {
    const bad: Release = {
      ...release(4, false),
      quarantine: { cause: 'ALARM', reason: 'errors', deployment: 'd', since: '2026-01-31T13:00:00Z' },
    }
    const before = release(2, false)
    expect(quarantinedAs(before, [bad, before])).toBe(bad)
    expect(quarantinedAs({ ...before, content_hash: '1' }, [bad, before])).toBeUndefined()
    expect(quarantinedAs(bad, [bad, before])).toBeUndefined()
    const listed = [bad, { ...release(3, true), content_hash: '1' }, before]
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ items: listed })))
    show(<Releases endpoint={live} />)
    const told = await screen.findAllByText(/which is quarantined/)
    expect(told.map((one) => one.textContent)).toEqual(['The same content as r4, which is quarantined.'])
  })

  it('and a quarantine is lifted by an approver', () => {
    expect(whyNotLift(live, me('APPROVER'))).toBeUndefined()
    expect(whyNotLift(live, me('DEPLOYER'))).toContain('approver')
  })
})

it('an address that names no range shows three hours', () => {
  expect(rangeOf('7d').seconds).toBe(604_800)
  expect(rangeOf('nonsense').value).toBe('3h')
})

it('the table beside a chart has its figures with their unit, the latest first', async () => {
  const row = (at: number, p50: number): Row => ({
    at,
    invocations: 1,
    errors_4xx: 0,
    errors_5xx: 0,
    model_latency_p50_ms: p50,
    model_latency_p99_ms: null,
    model_latency_average_ms: null,
    instances: 2,
  })
  const latency = CHARTS.filter((chart) => chart.title === 'Model latency')
  for (const chart of latency) show(<MetricTable of={chart} rows={[row(0, 10), row(60_000, 12.5)]} />)
  expect(screen.queryByRole('table')).toBeNull()
  await userEvent.click(screen.getByText('Model latency as a table'))
  const [, first] = await screen.findAllByRole('row')
  expect(first?.textContent).toContain('12.5 ms')
  expect(first?.textContent).toContain('–')
})

describe('what is set for an endpoint alone', () => {
  it('is changed by a merge patch: what is new, other or gone, and nothing else', () => {
    const before = { hosting: { instance_type: 'a', instance_count: 2 }, tags: { team: 'x' } }
    const after = { hosting: { instance_type: 'a', instance_count: 4 }, without: ['JUDGE'] }
    expect(mergePatch(before, after)).toEqual({
      hosting: { instance_count: 4 },
      tags: null,
      without: ['JUDGE'],
    })
    expect(mergePatch(before, structuredClone(before))).toBeUndefined()
  })

  it('has to be an object', () => {
    expect(readDocument('{"a": 1}')).toEqual({ document: { a: 1 } })
    expect(readDocument('[1]')).toHaveProperty('why')
    expect(readDocument('{')).toHaveProperty('why')
  })

  it('is not saved over what somebody else has set since the editor was opened', async () => {
    let now = endpoint('prod', 'v2')
    const asked: string[] = []
    vi.stubGlobal('fetch', (request: Request) => {
      asked.push(request.method)
      return Promise.resolve(Response.json(now, { headers: { ETag: '"2"' } }))
    })
    const { queries } = show(<Settings of={now.name} />, { me: me('DEPLOYER') })
    await userEvent.click(await screen.findByRole('button', { name: 'Change' }))
    now = { ...now, overrides: { tags: { team: 'theirs' } } }
    // As an event of it does.
    await queries.invalidateQueries({ queryKey: keys.endpoint(now.name) })
    await screen.findByText('tags.team')
    fireEvent.change(screen.getByLabelText('Overrides'), { target: { value: '{"keep_releases": 9}' } })
    expect(screen.getByRole('region', { name: 'What changes' }).textContent).not.toContain('theirs')

    await userEvent.click(screen.getByRole('button', { name: 'Set it' }))
    expect((await screen.findByRole('alert')).textContent).toContain('Somebody has changed it meanwhile')
    expect(asked).not.toContain('PATCH')
  })
})

function Settings({ of }: { of: string }) {
  const found = useEndpoint(of).data
  return found === undefined ? null : <SettingsPanel endpoint={found} />
}
