import { expect, it } from 'vitest'
import { find } from './find'

it('what is called so comes before what is described so', () => {
  const actions = [
    { id: '1', label: 'prod-fraud', description: 'Endpoint: fraud in prod' },
    { id: '2', label: 'Audit', description: 'View of fraud and all else' },
    { id: '3', label: 'Fraud', description: 'Model' },
    { id: '4', label: 'Drift', description: 'View' },
  ]
  expect(find(' FRAUD', actions).map((found) => 'id' in found && found.id)).toEqual(['1', '3', '2'])
  expect(find('', actions)).toHaveLength(4)
})
