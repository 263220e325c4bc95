/** What is sent, and where to. */
export interface Call {
  environment: string
  region: string
  model: string
  endpoint: string
  contentType: string
  payload: string
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** The same prediction by the proxy, as applications ask for it. */
export function asCurl(call: Call, proxy: string): string {
  return [
    `curl -s ${proxy}/predict/${call.environment}/${call.model}`,
    `  -H "Authorization: Bearer $SLIPWAY_TOKEN"`,
    `  -H ${quoted(`Content-Type: ${call.contentType}`)}`,
    `  -d ${quoted(call.payload)}`,
  ].join(' \\\n')
}

/**
 * The same with boto3, which needs another URL and other keys alone: the proxy verifies its signature
 * as SageMaker Runtime does.
 */
export function asBoto3(call: Call, proxy: string): string {
  return `import boto3

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
    Body=${JSON.stringify(call.payload)},
)
print(answer["Body"].read().decode())
`
}
