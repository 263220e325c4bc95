import { expect, it } from 'vitest'
import { asBoto3, asCurl } from './snippets'

const call = {
  environment: 'prod',
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
})
