/** What is sent, and where to. */
export interface Call {
  environment: string
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

/** The same with boto3, which the proxy answers as SageMaker Runtime does. */
export function asBoto3(call: Call, proxy: string): string {
  return `import os

import boto3
from botocore import UNSIGNED
from botocore.config import Config

runtime = boto3.client(
    "sagemaker-runtime",
    region_name="us-east-1",
    endpoint_url=${JSON.stringify(proxy)},
    config=Config(signature_version=UNSIGNED),
)


def bearer(request, **_):
    request.headers["Authorization"] = "Bearer " + os.environ["SLIPWAY_TOKEN"]


runtime.meta.events.register("before-send.sagemaker-runtime", bearer)
answer = runtime.invoke_endpoint(
    EndpointName=${JSON.stringify(call.endpoint)},
    ContentType=${JSON.stringify(call.contentType)},
    Body=${JSON.stringify(call.payload)},
)
print(answer["Body"].read().decode())
`
}
