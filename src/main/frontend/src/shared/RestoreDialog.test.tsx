import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { endpoint } from '../testing/examples'
import { show } from '../testing/render'
import { RestoreDialog } from './RestoreDialog'

afterEach(() => vi.unstubAllGlobals())

it('what was refused is asked for anew with its plan, and what was not answered with the same key', async () => {
  const keys: (string | null)[] = []
  const answers = [
    () => Promise.resolve(Response.json({ code: 'refused', detail: 'Not so.' }, { status: 422 })),
    () => Promise.reject(new TypeError('Failed to fetch')),
    () => Promise.resolve(Response.json({ code: 'conflict', detail: 'Not now.' }, { status: 409 })),
  ]
  let plans = 0
  vi.stubGlobal('fetch', (request: Request) => {
    if (request.method === 'GET') return Promise.resolve(Response.json(endpoint('prod', 'v2', 2)))
    if (request.url.includes('dry_run')) {
      plans++
      const plan = { hash: '0', changes: [], remarks: [], expected_seconds: { total: 60 } }
      return Promise.resolve(Response.json(plan))
    }
    keys.push(request.headers.get('Idempotency-Key'))
    return answers[keys.length - 1]?.()
  })
  show(
    <RestoreDialog
      endpoint="prod-fraud-detector"
      release={1}
      opened
      close={() => undefined}
      from="v2"
      to="v1"
    />,
  )
  await userEvent.type(await screen.findByLabelText('Why?'), 'because')
  for (const told of ['Not so.', /may have done it all the same/, 'Not now.']) {
    await waitFor(() =>
      expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Restore v1' }).disabled).toBe(false),
    )
    await userEvent.click(screen.getByRole('button', { name: 'Restore v1' }))
    await screen.findByText(told)
  }
  expect(keys).toHaveLength(3)
  expect(keys[1]).not.toBe(keys[0])
  expect(keys[2]).toBe(keys[1])
  await waitFor(() => expect(plans).toBe(3))
})
