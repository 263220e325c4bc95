import { describe, expect, it } from 'vitest'
import { deployment, event } from '../testing/examples'
import { awsCalls, bakeOf, stepsOf } from './steps'

const begun = [
  event(2, 'step.done', 'PREFLIGHT'),
  event(5, 'step.changed', 'MODEL'),
  event(6, 'step.done', 'MODEL'),
  event(8, 'step.waiting', 'AWAIT'),
]

const state = (steps: ReturnType<typeof stepsOf>, name: string) =>
  steps.find((step) => step.name === name)?.state

describe('the steps of a deployment', () => {
  it('tell what is done, what is under way and what is to come', () => {
    const steps = stepsOf(deployment(), begun)
    expect(state(steps, 'MODEL')).toBe('done')
    expect(state(steps, 'AWAIT')).toBe('now')
    expect(state(steps, 'FINISH')).toBe('ahead')
  })

  it('begin where the one before has ended', () => {
    const step = stepsOf(deployment(), begun).find((one) => one.name === 'MODEL')
    expect(step?.from).toBe('2026-01-31T12:00:02.000Z')
    expect(step?.until).toBe('2026-01-31T12:00:06.000Z')
  })

  it('leave out those that only some deployments take, until this one does', () => {
    expect(state(stepsOf(deployment(), begun), 'BAKE')).toBeUndefined()
    expect(state(stepsOf(deployment(), [...begun, event(9, 'step.done', 'BAKE')]), 'BAKE')).toBe('done')
  })

  it('scale a second endpoint before it bakes, so that each step begins where the one before has ended', () => {
    const swap = { from: 'prod-fraud-detector', to: 'prod-fraud-detector-2' }
    const steps = stepsOf(deployment({ swap, step: 'BAKE' }), [
      ...begun,
      event(300, 'step.done', 'AWAIT'),
      event(302, 'step.done', 'SWITCH'),
      event(310, 'step.done', 'AUTOSCALING'),
      event(320, 'step.waiting', 'BAKE'),
    ])
    const from = (name: string) => steps.find((step) => step.name === name)?.from
    expect(from('AUTOSCALING')).toBe('2026-01-31T12:05:02.000Z')
    expect(from('BAKE')).toBe('2026-01-31T12:05:10.000Z')
    expect(steps.map((step) => step.name).slice(-5)).toEqual([
      'SWITCH',
      'AUTOSCALING',
      'BAKE',
      'MARK',
      'FINISH',
    ])
  })

  it('switch predictions over only where a second endpoint takes the place of the first', () => {
    const swap = { from: 'prod-fraud-detector', to: 'prod-fraud-detector-2' }
    expect(state(stepsOf(deployment(), begun), 'SWITCH')).toBeUndefined()
    expect(state(stepsOf(deployment({ swap }), begun), 'SWITCH')).toBe('ahead')
  })

  it('show where it turned back, and what was taken back', () => {
    const events = [
      ...begun,
      event(20, 'deployment.rolling-back', 'AWAIT'),
      event(25, 'step.undone', 'MODEL'),
    ]
    const steps = stepsOf(deployment({ state: 'ROLLED_BACK' }), events)
    expect(state(steps, 'AWAIT')).toBe('turned')
    expect(state(steps, 'MODEL')).toBe('undone')
    expect(state(steps, 'FINISH')).toBe('left')
  })

  it('take as long as they took on the way there, whatever is recorded on the way back', () => {
    const events = [
      ...begun,
      event(20, 'deployment.rolling-back', 'AWAIT'),
      event(25, 'step.undone', 'MODEL'),
      event(27, 'deployment.rolled-back', 'PREFLIGHT'),
    ]
    const first = stepsOf(deployment({ state: 'ROLLED_BACK' }), events)[0]
    expect(first?.name).toBe('PREFLIGHT')
    expect(first?.until).toBe('2026-01-31T12:00:02.000Z')
  })

  it('expect the wait for SageMaker to take what the plan says', () => {
    const planned = deployment({
      plan: {
        endpoint: 'prod-fraud-detector',
        release: { model_version: 'v2', content_hash: '0' },
        changes: [],
        calls: [],
        remarks: [],
        expected_seconds: { provisioning: 180, baking: 420, total: 600 },
        no_changes: false,
        hash: '0',
      },
    })
    expect(stepsOf(planned, begun).find((one) => one.name === 'AWAIT')?.expectedSeconds).toBe(600)
  })
})

describe('the bake', () => {
  const baking =
    'Baking for 300 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 1 instance(s).'
  const said = { ...event(60, 'step.waiting', 'AWAIT'), summary: `Waiting for ${baking}.` }

  it('ends so long after SageMaker first spoke of it', () => {
    const bake = bakeOf(deployment({ waiting_for: baking }), [said])
    expect(bake).toMatchObject({ seconds: 300, of: 'canary' })
    expect(bake && bake.until - bake.from).toBe(300_000)
  })

  it('is none while traffic moves, and none once it goes back', () => {
    expect(bakeOf(deployment({ waiting_for: 'Launching 2 instance(s).' }), [said])).toBeUndefined()
    expect(bakeOf(deployment({ waiting_for: baking, state: 'ROLLING_BACK' }), [said])).toBeUndefined()
  })
})

it('calls of AWS are told with their request ids, whatever else an event holds', () => {
  const calls = [{ service: 'sagemaker', operation: 'CreateModel', request_id: 'r-1' }]
  expect(
    awsCalls([event(1, 'step.changed', 'MODEL', { aws_calls: calls }), event(2, 'step.done', 'MODEL')]),
  ).toEqual([
    {
      at: '2026-01-31T12:00:01.000Z',
      step: 'MODEL',
      service: 'sagemaker',
      operation: 'CreateModel',
      requestId: 'r-1',
      error: undefined,
    },
  ])
})
