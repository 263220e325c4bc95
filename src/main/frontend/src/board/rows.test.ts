import { describe, expect, it } from 'vitest'
import { deployment, endpoint, environment, model, version } from '../testing/examples'
import { inPromotionOrder, liveSince, rowsOf, standing } from './rows'

const newestFirst = ['v4', 'v3', 'v2', 'v1'].map(version)

describe('the columns of the board', () => {
  it('follow the predecessors, whenever the environments were made', () => {
    const made = [
      environment('prod', '2026-01-01', 'staging'),
      environment('staging', '2026-01-02', 'dev'),
      environment('dev', '2026-01-03'),
    ]
    expect(inPromotionOrder(made).map((one) => one.name)).toEqual(['dev', 'staging', 'prod'])
  })

  it('are in the order of their making where nothing comes before', () => {
    const made = [environment('prod', '2026-01-02'), environment('dev', '2026-01-01')]
    expect(inPromotionOrder(made).map((one) => one.name)).toEqual(['dev', 'prod'])
  })

  it('end even if two name each other', () => {
    const made = [environment('a', '2026-01-01', 'b'), environment('b', '2026-01-02', 'a')]
    expect(inPromotionOrder(made)).toHaveLength(2)
  })
})

describe('the rows of the board', () => {
  it('hold each model once, by name, with its endpoints', () => {
    const rows = rowsOf([model('fraud-detector'), model('churn')], [endpoint('prod', 'v1')], '')
    expect(rows.map((row) => row.model.name)).toEqual(['churn', 'fraud-detector'])
    expect(rows[1]?.endpoints.get('prod')?.current_release?.model_version).toBe('v1')
  })

  it('leave out what the filter does not name, and endpoints that are retired', () => {
    const rows = rowsOf(
      [model('fraud-detector'), model('churn')],
      [{ ...endpoint('prod', 'v1'), retired: true }],
      'FRAUD',
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.endpoints.size).toBe(0)
  })
})

describe('what could be promoted next', () => {
  it('is the newest version where nothing comes before', () => {
    expect(standing(newestFirst, 'v2', undefined)).toEqual({ candidate: 'v4', behind: 2 })
  })

  it('is what is live in the predecessor, and not what is newer', () => {
    expect(standing(newestFirst, 'v2', { live: 'v3' })).toEqual({ candidate: 'v3', behind: 1 })
  })

  it('is nothing when the predecessor has nothing or the same', () => {
    expect(standing(newestFirst, 'v2', { live: undefined }).candidate).toBeUndefined()
    expect(standing(newestFirst, 'v2', { live: 'v2' }).candidate).toBeUndefined()
  })

  it('is not behind when it goes back to an older one', () => {
    expect(standing(newestFirst, 'v4', { live: 'v2' })).toEqual({ candidate: 'v2', behind: 0 })
  })
})

it('a release is live since the deployment that brought it', () => {
  const history = [
    deployment({ state: 'ROLLED_BACK', release: 2, finished_at: '2026-02-01T00:00:00Z' }),
    deployment({ state: 'SUCCEEDED', release: 1, finished_at: '2026-01-01T00:00:00Z' }),
  ]
  expect(liveSince(endpoint('prod', 'v1'), history)).toBe('2026-01-01T00:00:00Z')
})
