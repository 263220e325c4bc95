import { screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { LoadTest, RecommenderJob } from '../api/measurements'
import { endpoint } from '../testing/examples'
import { show } from '../testing/render'
import { Measurements } from './Measurements'
import { measured } from './measured'

afterEach(() => vi.unstubAllGlobals())

const asked = {
  endpoint: 'prod-fraud-detector',
  release: 2,
  requested_by: 'user:ada',
  requested_reason: 'the sale',
}

const test = {
  ...asked,
  id: 't-1',
  state: 'COMPLETED',
  created_at: '2026-01-31T12:00:00Z',
  settings: {
    samples: ['usual'],
    bound: { percentile: 'P99', ms: 200 },
    max_error_share: 0.01,
    ladder: { start: 1, factor: 2 },
    step_seconds: 60,
    ceilings: { concurrency: 64, rate: 1000, requests: 200_000, seconds: 900 },
    safety_factor: 0.5,
  },
  steps: [],
  result: { evidence: 'SATURATED', assumptions: [], sentence: '99.58 requests a second per instance.' },
} satisfies LoadTest

const job = {
  ...asked,
  id: 'j-1',
  job_name: 'prod-recommend-1',
  state: 'COMPLETED',
  created_at: '2026-02-01T12:00:00Z',
  settings: {
    sagemaker_model: 'm',
    role_arn: 'arn:aws:iam::123456789012:role/recommender',
    payload_store: 's3://samples/',
    samples: ['usual'],
    content_type: 'application/json',
    instance_types: [],
    domain: 'MACHINE_LEARNING',
    task: 'OTHER',
    framework: 'OTHER',
    safety_factor: 0.5,
  },
  recommendations: [
    { instance_type: 'ml.m5.large', initial_instance_count: 1, cost_per_inference: 2e-6 },
    {
      instance_type: 'ml.c5.large',
      initial_instance_count: 1,
      max_invocations_per_minute: 4200,
      model_latency_ms: 30,
      cost_per_hour: 0.102,
      cost_per_inference: 4e-7,
    },
  ],
} satisfies RecommenderJob

it('what was measured is told newest first, with what it found', () => {
  expect(measured([test], [job]).map((one) => one.found)).toEqual([
    'Cheapest: 1 × ml.c5.large, 4,200 predictions a minute, 30 ms each, 0.102 USD an hour. 1 more tried.',
    '99.58 requests a second per instance.',
  ])
})

it('nothing is called the cheapest where AWS tells no costs', () => {
  const large = { instance_type: 'ml.m5.large', initial_instance_count: 1 }
  const told = { ...job, recommendations: [large, { ...large, instance_type: 'ml.c5.large' }] }
  expect(measured([], [told]).map((one) => one.found)).toEqual([
    'Named first by AWS: 1 × ml.m5.large. 1 more tried.',
  ])
})

it('an endpoint that nobody has measured names the command that does', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ items: [] })))
  show(<Measurements endpoint={endpoint('prod', 'v1')} />)
  expect((await screen.findByText(/^slipway load-test/)).textContent).toContain('prod-fraud-detector')
})

it('a measurement says who asked for it, why, and how it does', async () => {
  vi.stubGlobal('fetch', (request: Request) =>
    Promise.resolve(Response.json({ items: request.url.includes('load-tests') ? [test] : [] })),
  )
  show(<Measurements endpoint={endpoint('prod', 'v1')} />)
  const row = await screen.findByRole('listitem')
  for (const said of ['Load test of release 2', 'Completed', 'user:ada', 'the sale', '99.58 requests']) {
    expect(row.textContent).toContain(said)
  }
})
