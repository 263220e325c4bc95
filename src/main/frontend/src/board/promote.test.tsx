import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Me } from '../api/types'
import { show } from '../testing/render'
import { Promote } from './Promote'

const me = (role: Me['grants'][number]['role']): Me => ({
  name: 'user:ada',
  kind: 'USER',
  display_name: 'Ada',
  grants: [
    { role: 'VIEWER', environment: '*' },
    { role, environment: 'prod' },
  ],
})

it('only whoever may promote to an environment is led there', () => {
  for (const [role, environment, shown] of [
    ['VIEWER', 'prod', 0],
    ['DEPLOYER', 'prod', 1],
    ['DEPLOYER', 'dev', 0],
  ] as const) {
    const { unmount } = show(<Promote model="fraud-detector" environment={environment} version="v2" />, {
      me: me(role),
    })
    expect(screen.queryAllByRole('link')).toHaveLength(shown)
    unmount()
  }
})
