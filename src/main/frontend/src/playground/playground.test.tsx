import { fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useLocation } from 'react-router'
import { afterEach, expect, it, vi } from 'vitest'
import { useEndpoints } from '../api/board'
import { keys } from '../api/keys'
import type { Me } from '../api/types'
import { endpoint } from '../testing/examples'
import { show } from '../testing/render'
import PlaygroundPage from './PlaygroundPage'

afterEach(() => {
  vi.unstubAllGlobals()
  Reflect.deleteProperty(navigator, 'clipboard')
})

const viewer: Me = {
  name: 'token:ada',
  kind: 'USER',
  display_name: 'Ada',
  grants: [{ role: 'VIEWER', environment: 'prod' }],
}

it('who may not ask the model is told so before the first try', async () => {
  vi.stubGlobal('fetch', (request: Request) =>
    Promise.resolve(
      Response.json({ items: request.url.includes('/v1/endpoints') ? [endpoint('prod', 'v1')] : [] }),
    ),
  )
  show(<PlaygroundPage />, { me: viewer })
  const send = await screen.findByRole('button', { name: /^Send/ })
  expect(send.getAttribute('aria-label')).toBe(
    'Send: It needs the role invoker in prod, which you do not have.',
  )
})

/** What the address says, and among how many endpoints. */
function Address() {
  const { search } = useLocation()
  return <output>{`${search} of ${useEndpoints().data?.length}`}</output>
}

const serviceWith = (endpoints: object[]) =>
  vi.stubGlobal('fetch', (request: Request) =>
    Promise.resolve(Response.json({ items: request.url.includes('/v1/endpoints') ? endpoints : [] })),
  )

const chosen = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Endpoint' }).value

it('an endpoint at which nothing answers is told as that, and another one may be chosen', async () => {
  serviceWith([endpoint('dev', 'v1'), endpoint('prod')])
  show(<PlaygroundPage />, { at: '/playground?endpoint=prod-fraud-detector', me: viewer })
  await screen.findByText('Nothing answers at prod-fraud-detector yet')
  expect(screen.queryByRole('button', { name: /^Send/ })).toBeNull()

  await userEvent.click(screen.getByRole('combobox', { name: 'Endpoint' }))
  await userEvent.click(await screen.findByText('dev-fraud-detector'))
  await screen.findByRole('button', { name: /^Send/ })
  expect(chosen()).toBe('dev-fraud-detector')
})

it('the endpoint that was shown first stays, also when another one comes before it', async () => {
  serviceWith([endpoint('prod', 'v1')])
  const { queries } = show(
    <>
      <PlaygroundPage />
      <Address />
    </>,
    { at: '/playground', me: viewer },
  )
  await screen.findByRole('button', { name: /^Send/ })
  expect(screen.getByText('?endpoint=prod-fraud-detector of 1')).toBeDefined()

  queries.setQueryData(keys.endpoints, [endpoint('dev', 'v1'), endpoint('prod', 'v1')])
  await screen.findByText('?endpoint=prod-fraud-detector of 2')
  expect(chosen()).toBe('prod-fraud-detector')
})

it('a sample is copied once it is there, as the bytes that it is', async () => {
  let answer = (_sample: object) => undefined as unknown
  vi.stubGlobal('fetch', (request: Request) => {
    const { pathname } = new URL(request.url)
    if (pathname.endsWith('/samples/picture')) {
      return new Promise((resolve) => {
        answer = (sample) => resolve(Response.json(sample))
      })
    }
    if (pathname.endsWith('/samples')) return Promise.resolve(Response.json({ items: [{ name: 'picture' }] }))
    return Promise.resolve(
      Response.json({ items: pathname === '/v1/endpoints' ? [endpoint('prod', 'v1')] : [] }),
    )
  })
  const copied: string[] = []
  Object.defineProperty(navigator, 'clipboard', {
    value: { writeText: (text: string) => Promise.resolve(copied.push(text)) },
    configurable: true,
  })
  show(<PlaygroundPage />, { me: viewer })
  const click = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }))

  fireEvent.click(await screen.findByRole('combobox', { name: 'Sample' }))
  fireEvent.click(await screen.findByText('picture'))
  await click('Copy as curl: The sample has not been loaded.')
  await click('Copy as boto3: The sample has not been loaded.')
  expect(copied).toEqual([])

  answer({ name: 'picture', content_type: 'image/png', body_base64: 'iVBORw0=' })
  await click('Copy as curl')
  await screen.findByRole('button', { name: 'Copied' })
  expect(copied).toEqual([expect.stringContaining("echo 'iVBORw0=' | base64 -d")])
  expect(screen.getByLabelText<HTMLTextAreaElement>('Payload').value).toBe('iVBORw0=')
})

it('what somebody wrote to ask one endpoint can be asked of another', async () => {
  serviceWith([endpoint('dev', 'v1'), endpoint('prod', 'v1')])
  show(<PlaygroundPage />, { at: '/playground?endpoint=prod-fraud-detector', me: viewer })
  fireEvent.change(await screen.findByLabelText('Payload'), { target: { value: '{"mine": 1}' } })
  await userEvent.click(screen.getByRole('combobox', { name: 'Endpoint' }))
  await userEvent.click(await screen.findByText('dev-fraud-detector'))
  expect(chosen()).toBe('dev-fraud-detector')
  expect(screen.getByLabelText<HTMLTextAreaElement>('Payload').value).toBe('{"mine": 1}')
})
