import { expect, it } from 'vitest'
import { asBoto3, asCurl } from './snippets'

const call = {
  environment: 'prod',
  region: 'eu-central-1',
  model: 'fraud-detector',
  endpoint: 'prod-fraud-detector',
  contentType: 'application/json',
  payload: `{"name": "O'Hara"}`,
}

it('curl sends the payload as it is, quotes and all', () => {
  expect(asCurl(call, 'http://localhost:8081')).toContain(`-d '{"name": "O'\\''Hara"}'`)
  expect(asCurl(call, 'http://localhost:8081')).toContain('http://localhost:8081/predict/prod/fraud-detector')
})

it('boto3 asks the same endpoint at the proxy', () => {
  expect(asBoto3(call, 'http://localhost:8081')).toContain('EndpointName="prod-fraud-detector"')
  expect(asBoto3(call, 'http://localhost:8081')).toContain('endpoint_url="http://localhost:8081"')
  expect(asBoto3(call, 'http://localhost:8081')).toContain('region_name="eu-central-1"')
})

it('boto3 signs with its keys, and does nothing that an application would not', () => {
  expect(asBoto3(call, 'http://localhost:8081')).toContain('AWS_ACCESS_KEY_ID')
  expect(asBoto3(call, 'http://localhost:8081')).not.toMatch(/UNSIGNED|Authorization|Bearer/)
})
