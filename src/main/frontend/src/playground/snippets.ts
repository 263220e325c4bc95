import type { Payload } from './payload'

/** What is sent, and where to. */
export interface Call {
  environment: string
  region: string
  model: string
  endpoint: string
  contentType: string
  payload: Payload
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** The same prediction by the proxy, as applications ask for it. */
export function asCurl(call: Call, proxy: string): string {
  const { payload } = call
  const curl = [
    `curl -s ${proxy}/predict/${call.environment}/${call.model}`,
    `  -H "Authorization: Bearer $SLIPWAY_TOKEN"`,
    `  -H ${quoted(`Content-Type: ${call.contentType}`)}`,
  ]
  // A payload that begins with @ would name a file to -d.
  const lines =
    'text' in payload
      ? [...curl, `  --data-raw ${quoted(payload.text)}`]
      : [`echo ${quoted(payload.base64)} | base64 -d |`, ...curl, '  --data-binary @-']
  return lines.join(' \\\n')
}

/**
 * The same with boto3, which needs another URL and other keys alone: the proxy verifies its signature
 * as SageMaker Runtime does.
 */
export function asBoto3(call: Call, proxy: string): string {
  const { payload } = call
  const [imports, sent] =
    'text' in payload
      ? ['import boto3', JSON.stringify(payload.text)]
      : ['import base64\n\nimport boto3', `base64.b64decode(${JSON.stringify(payload.base64)})`]
  return `${imports}

# The keys are an access key of a service account, as boto3 finds keys anywhere:
# AWS_ACCESS_KEY_ID=SLIP…, AWS_SECRET_ACCESS_KEY=slk_…, and no AWS_SESSION_TOKEN.
runtime = boto3.client(
    "sagemaker-runtime",
    region_name=${JSON.stringify(call.region)},
    endpoint_url=${JSON.stringify(proxy)},
)
answer = runtime.invoke_endpoint(
    EndpointName=${JSON.stringify(call.endpoint)},
    ContentType=${JSON.stringify(call.contentType)},
    Body=${sent},
)
print(answer["Body"].read().decode())
`
}
