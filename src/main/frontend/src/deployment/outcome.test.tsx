import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { deployment } from '../testing/examples'
import { show } from '../testing/render'
import { Outcome } from './Outcome'

it('a reason that is explained leads to its page', () => {
  const reason = 'SageMaker is still Updating after 75 minutes, longer than the policy allows.'
  show(
    <Outcome
      deployment={deployment({
        state: 'NEEDS_ATTENTION',
        reason,
        reason_code: 'update-overdue',
        reason_page: '/problems/update-overdue',
      })}
    />,
  )
  expect(screen.getByRole('status').textContent).toContain(reason)
  expect(screen.getByRole('link', { name: 'What this means' }).getAttribute('href')).toBe(
    '/problems/update-overdue',
  )
})
