"""Predicts with boto3, as an application that knows SageMaker alone.

Nothing here names Slipway: the URL and the two keys come from the environment, where AWS's tools
look for them. Any surprise ends it.
"""

import json
import os

import boto3
from botocore.exceptions import ClientError

ENDPOINT = "prod-fraud-detector"
BODY = json.dumps({"features": [0.5, 1.2, 3.4, 0.8]})

runtime = boto3.client("sagemaker-runtime")

answer = runtime.invoke_endpoint(
    EndpointName=ENDPOINT,
    ContentType="application/json",
    Accept="application/json",
    CustomAttributes="caller=boto3  unmodified",
    InferenceId="one",
    Body=BODY,
)
prediction = json.loads(answer["Body"].read())
assert answer["InvokedProductionVariant"], answer
print("invoke_endpoint:", prediction)

streamed = runtime.invoke_endpoint_with_response_stream(
    EndpointName=ENDPOINT, ContentType="application/json", Accept="application/json", Body=BODY
)
parts = [event["PayloadPart"]["Bytes"] for event in streamed["Body"]]
assert json.loads(b"".join(parts)) == prediction, parts
print("invoke_endpoint_with_response_stream:", len(parts), "parts")

large = BODY + " " * 5_000_000
runtime.invoke_endpoint(EndpointName=ENDPOINT, ContentType="application/json", Body=large)
print("a body of", len(large), "bytes")


def refused(code, client, endpoint):
    try:
        client.invoke_endpoint(EndpointName=endpoint, Body=BODY)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        print(code + ":", error.response["Error"]["Message"])
    else:
        raise AssertionError(code + " was expected")


refused("ValidationError", runtime, "no-such-endpoint")
refused(
    "InvalidSignatureException",
    boto3.client(
        "sagemaker-runtime",
        aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key="another",
    ),
    ENDPOINT,
)
refused(
    "UnrecognizedClientException",
    boto3.client(
        "sagemaker-runtime",
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ),
    ENDPOINT,
)
print("done")
