import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { ApiProblem } from '../api/problem'
import { show } from '../testing/render'
import { Loaded } from './Loaded'
import { allOf, type Look } from './look'

const away = new ApiProblem(0, undefined)

const look = (changed: Partial<Look<string>> = {}): Look<string> => ({
  data: undefined,
  isError: false,
  error: null,
  dataUpdatedAt: 0,
  refetch: () => undefined,
  ...changed,
})

const found = (data: string, at = Date.now()) => look({ data, dataUpdatedAt: at })

it('what was found stays when a later look fails, and says how old it is', async () => {
  const refetch = vi.fn()
  const query = look({
    data: 'v1',
    isError: true,
    error: away,
    dataUpdatedAt: Date.now() - 185_000,
    refetch,
  })
  show(
    <Loaded query={query} loading="…">
      {(data) => <p>{data}</p>}
    </Loaded>,
  )
  expect(screen.getByText('v1')).toBeDefined()
  expect(screen.getByText(/This is of 3 min ago/).textContent).toContain(
    'the last look failed: Slipway does not answer.',
  )
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(refetch).toHaveBeenCalledOnce()
})

it('several looks are there once all are, and fail as soon as one does', () => {
  expect(allOf(found('a'), look()).data).toBeUndefined()
  expect(allOf(found('a', 2), found('b', 1))).toMatchObject({
    data: ['a', 'b'],
    isError: false,
    dataUpdatedAt: 1,
  })
  expect(allOf(look(), look({ isError: true, error: away }))).toMatchObject({ isError: true, error: away })
})
