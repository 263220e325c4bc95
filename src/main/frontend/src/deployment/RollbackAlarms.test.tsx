import { screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { Deployment } from '../api/types'
import { deployment } from '../testing/examples'
import { show } from '../testing/render'
import { RollbackAlarms } from './RollbackAlarms'

afterEach(() => vi.unstubAllGlobals())

const CONFIGURATION = 'prod-fraud-detector-r2-a2-33cf1f65'

/** Shows a deployment while the endpoint's live state is answered so. */
const shown = (live: () => Response, changed: Partial<Deployment>) => {
  vi.stubGlobal('fetch', () => Promise.resolve(live()))
  show(<RollbackAlarms deployment={deployment(changed)} />)
}

const withAlarms =
  (...names: string[]) =>
  () =>
    Response.json({
      status: 'InService',
      endpoint_config_name: 'prod-fraud-detector-r1-a1-00c0ffee',
      variants: [],
      alarms: names.map((name) => ({ name, state: 'OK' })),
      as_expected: true,
      differences: [],
    })

it('alarms that stand after a rollback are shown although its fleet is gone', async () => {
  shown(withAlarms(`${CONFIGURATION}-5xx-errors`, 'prod-fraud-detector-5xx-errors'), {
    state: 'ROLLED_BACK',
    endpoint_config_name: CONFIGURATION,
  })
  expect((await screen.findByText(/quiet/)).textContent).toBe('5xx-errors quiet')
  expect(screen.queryByText(/None/)).toBeNull()
})

it('that none is left is said of an attempt that is over, after a look found none', async () => {
  shown(withAlarms('prod-fraud-detector-r3-a3-0badcafe-5xx-errors'), {
    state: 'ROLLED_BACK',
    endpoint_config_name: CONFIGURATION,
  })
  expect(screen.queryByText(/None/)).toBeNull()
  expect(await screen.findByText('None is left of this attempt.')).toBeTruthy()
})

it('an attempt under way tells that its alarms are to come', async () => {
  shown(withAlarms(), { endpoint_config_name: CONFIGURATION })
  expect(await screen.findByText('They are there once the new fleet is.')).toBeTruthy()
})

it('an attempt that ended before it had a configuration made no alarms', () => {
  shown(withAlarms(), { state: 'CANCELED' })
  expect(screen.getByText('This attempt made none.')).toBeTruthy()
})

it('an endpoint that serves nothing has none, and that is no failure', async () => {
  const problem = { code: 'nothing-live', detail: 'Endpoint prod-fraud-detector serves no release.' }
  shown(() => Response.json(problem, { status: 404 }), {
    state: 'ROLLED_BACK',
    endpoint_config_name: CONFIGURATION,
  })
  expect(await screen.findByText('None: the endpoint serves no release.')).toBeTruthy()
})
