import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { asBoto3, asCurl } from './snippets'

const call = {
  environment: 'prod',
  region: 'eu-central-1',
  model: 'fraud-detector',
  endpoint: 'prod-fraud-detector',
  contentType: 'application/json',
  payload: { text: `{"name": "O'Hara"}` },
}

const PROXY = 'http://localhost:8081'
const BYTES = Buffer.from([0, 255, 10, 13, 39])

/** What a shell makes of a command: what curl would be given and would read. */
const asRun = (command: string) =>
  execFileSync('sh', ['-c', `curl() { for one; do printf '<%s>' "$one"; done; cat; }\n${command}`], {
    input: '',
  })

it('curl sends the payload as it is, quotes and all', () => {
  expect(asCurl(call, PROXY)).toContain(`--data-raw '{"name": "O'\\''Hara"}'`)
  expect(asCurl(call, PROXY)).toContain('http://localhost:8081/predict/prod/fraud-detector')
})

it('boto3 asks the same endpoint at the proxy', () => {
  expect(asBoto3(call, PROXY)).toContain('EndpointName="prod-fraud-detector"')
  expect(asBoto3(call, PROXY)).toContain('endpoint_url="http://localhost:8081"')
  expect(asBoto3(call, PROXY)).toContain('region_name="eu-central-1"')
})

it('boto3 signs with its keys, and does nothing that an application would not', () => {
  expect(asBoto3(call, PROXY)).toContain('AWS_ACCESS_KEY_ID')
  expect(asBoto3(call, PROXY)).not.toMatch(/UNSIGNED|Authorization|Bearer/)
})

it('curl reads no file, whatever the payload begins with', () => {
  const text = '@/etc/passwd\n$HOME `id` \\ \'quoted\' "twice"\n'
  const run = asRun(asCurl({ ...call, payload: { text } }, PROXY)).toString()
  expect(run).toContain(`<--data-raw><${text}>`)
  expect(run).not.toContain('<-d>')
})

it('a payload that is no text is sent as the bytes that it is', () => {
  const payload = { base64: BYTES.toString('base64') }
  const run = asRun(asCurl({ ...call, payload }, PROXY))
  expect(run.toString()).toContain('<--data-binary><@->')
  expect(run.subarray(-BYTES.length)).toEqual(BYTES)
  expect(asBoto3({ ...call, payload }, PROXY)).toContain(`Body=base64.b64decode("${payload.base64}"),`)
  expect(asBoto3({ ...call, payload }, PROXY)).toMatch(/^import base64\n/)
})
