"""Creates, lists, invokes, streams and reads alarms and metrics with boto3, as any user would.

The endpoint is named by AWS_ENDPOINT_URL. Each step prints a line; any surprise ends the tour.
"""

import io
import json
import tarfile
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

config = Config(retries={"max_attempts": 2}, read_timeout=30)


def client(name):
    return boto3.client(name, config=config)


def archive(version):
    model = json.dumps(
        {
            "kind": "logistic_regression",
            "weights": [0.1, 0.2, 0.3, 0.4],
            "answer": {"version": version},
        }
    ).encode()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", format=tarfile.USTAR_FORMAT) as tar:
        entry = tarfile.TarInfo("model.json")
        entry.size = len(model)
        tar.addfile(entry, io.BytesIO(model))
    return packed.getvalue()


def step(what, value=""):
    print(f"ok  {what}  {value}", flush=True)


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        actual = error.response["Error"]["Code"]
        assert actual == code, f"{actual} instead of {code}: {error}"
        step(f"refused with {code}", error.response["Error"]["Message"])
        return error.response
    raise AssertionError(f"{arguments} was accepted")


def until(what, look, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            step(what, found if isinstance(found, (str, int, float)) else "")
            return found
        time.sleep(0.25)
    raise AssertionError(f"no {what} within {seconds} s")


sts, iam, s3, sns, ecr = map(client, ("sts", "iam", "s3", "sns", "ecr"))
sagemaker, runtime = client("sagemaker"), client("sagemaker-runtime")
cloudwatch, autoscaling = client("cloudwatch"), client("application-autoscaling")

account = sts.get_caller_identity()["Account"]
step("sts get_caller_identity", account)

s3.create_bucket(Bucket="boto3-models")
for version in ("1", "2"):
    s3.put_object(Bucket="boto3-models", Key=f"v{version}/model.tar.gz", Body=archive(version))
s3.upload_fileobj(io.BytesIO(b"x" * 9_000_000), "boto3-models", "large")
assert s3.head_object(Bucket="boto3-models", Key="large")["ContentLength"] == 9_000_000
keys = [o["Key"] for o in s3.list_objects_v2(Bucket="boto3-models")["Contents"]]
assert keys == ["large", "v1/model.tar.gz", "v2/model.tar.gz"], keys
assert len(s3.list_objects(Bucket="boto3-models", Prefix="v")["Contents"]) == 2
url = s3.generate_presigned_url("get_object", Params={"Bucket": "boto3-models", "Key": "large"})
step("s3 put, multipart upload, head, list v1 and v2, presign", keys)
refused("NoSuchKey", s3.get_object, Bucket="boto3-models", Key="missing")

topic = sns.create_topic(Name="boto3-alerts")["TopicArn"]
sns.publish(TopicArn=topic, Subject="hello", Message="from boto3")
refused("NotFound", sns.publish, TopicArn=topic + "-missing", Message="x")
step("sns create_topic, publish", topic)

role = iam.create_role(
    RoleName="boto3-inference",
    AssumeRolePolicyDocument=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "sagemaker.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
    ),
)["Role"]["Arn"]
refused("NoSuchEntity", iam.get_role, RoleName="missing")
step("iam create_role", role)

for version in ("1", "2"):
    sagemaker.create_model(
        ModelName=f"boto3-v{version}",
        ExecutionRoleArn=role,
        PrimaryContainer={
            "Image": f"{account}.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0",
            "ModelDataUrl": f"s3://boto3-models/v{version}/model.tar.gz",
        },
        Tags=[{"Key": "team", "Value": "fraud"}],
    )
    sagemaker.create_endpoint_config(
        EndpointConfigName=f"boto3-v{version}",
        ProductionVariants=[
            {
                "VariantName": "primary",
                "ModelName": f"boto3-v{version}",
                "InitialInstanceCount": 2,
                "InstanceType": "ml.c5.xlarge",
            }
        ],
    )
sagemaker.create_endpoint_config(
    EndpointConfigName="boto3-async",
    ProductionVariants=[
        {
            "VariantName": "primary",
            "ModelName": "boto3-v1",
            "InitialInstanceCount": 1,
            "InstanceType": "ml.c5.xlarge",
        }
    ],
    AsyncInferenceConfig={
        "OutputConfig": {
            "S3OutputPath": "s3://boto3-models/async",
            "S3FailurePath": "s3://boto3-models/failed",
        }
    },
)
refused("ValidationException", sagemaker.describe_model, ModelName="missing")
sagemaker.create_endpoint(EndpointName="boto3", EndpointConfigName="boto3-v1")
refused("ValidationException", sagemaker.delete_endpoint, EndpointName="boto3")
sagemaker.create_endpoint(EndpointName="boto3-async", EndpointConfigName="boto3-async")


def status(name="boto3"):
    return sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"]


until("endpoint InService", lambda: status() == "InService")
until("other endpoint InService", lambda: status("boto3-async") == "InService")
assert [e["EndpointName"] for e in sagemaker.list_endpoints(NameContains="boto3")["Endpoints"]] == [
    "boto3-async",
    "boto3",
]
pages = sagemaker.get_paginator("list_models").paginate(PaginationConfig={"PageSize": 1})
assert sum(len(page["Models"]) for page in pages) >= 2
step("sagemaker list_endpoints, list_models in pages")

cloudwatch.put_metric_alarm(
    AlarmName="boto3-busy",
    Namespace="AWS/SageMaker",
    MetricName="Invocations",
    Dimensions=[
        {"Name": "EndpointName", "Value": "boto3"},
        {"Name": "VariantName", "Value": "primary"},
    ],
    Statistic="Sum",
    Period=60,
    EvaluationPeriods=1,
    Threshold=5,
    ComparisonOperator="GreaterThanThreshold",
    AlarmActions=[topic],
)

body = json.dumps({"features": [0.5, 1.2, 3.4, 0.8]})


def invoke():
    answer = runtime.invoke_endpoint(
        EndpointName="boto3", ContentType="application/json", Body=body
    )
    return json.loads(answer["Body"].read())


step("invoke_endpoint", invoke())
assert invoke()["version"] == "1"
refused("ValidationError", runtime.invoke_endpoint, EndpointName="missing", Body=body)

streamed = runtime.invoke_endpoint_with_response_stream(
    EndpointName="boto3", ContentType="application/json", Body=body
)
parts = [event["PayloadPart"]["Bytes"] for event in streamed["Body"]]
assert json.loads(b"".join(parts))["version"] == "1", parts
step("invoke_endpoint_with_response_stream", f"{len(parts)} parts, {streamed['ContentType']}")

s3.put_object(Bucket="boto3-models", Key="in/1.json", Body=body)
later = runtime.invoke_endpoint_async(
    EndpointName="boto3-async",
    ContentType="application/json",
    InputLocation="s3://boto3-models/in/1.json",
)
assert later["ResponseMetadata"]["HTTPStatusCode"] == 202, later
bucket, key = later["OutputLocation"].removeprefix("s3://").split("/", 1)


def output():
    try:
        return s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    except ClientError:
        return None


until("invoke_endpoint_async", output)

opened = runtime.invoke_endpoint(
    EndpointName="boto3", ContentType="application/json", Body=body, SessionId="NEW_SESSION"
)
session = opened["NewSessionId"].split(";")[0]
runtime.invoke_endpoint(
    EndpointName="boto3", ContentType="application/json", Body=body, SessionId=session
)
step("sticky session", opened["NewSessionId"])

until(
    "alarm in ALARM",
    lambda: [invoke() for _ in range(10)]
    and cloudwatch.describe_alarms(AlarmNames=["boto3-busy"])["MetricAlarms"][0]["StateValue"]
    == "ALARM",
)
assert cloudwatch.describe_alarm_history(AlarmName="boto3-busy")["AlarmHistoryItems"]
clock = sagemaker.describe_endpoint(EndpointName="boto3")["LastModifiedTime"].timestamp()
data = cloudwatch.get_metric_data(
    StartTime=clock - 3600,
    EndTime=clock + 86400,
    MetricDataQueries=[
        {
            "Id": "sum",
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/SageMaker",
                    "MetricName": "Invocations",
                    "Dimensions": [
                        {"Name": "EndpointName", "Value": "boto3"},
                        {"Name": "VariantName", "Value": "primary"},
                    ],
                },
                "Period": 60,
                "Stat": "Sum",
            },
        }
    ],
)
values = data["MetricDataResults"][0]["Values"]
assert sum(values) > 5, data
step("cloudwatch alarms, history, get_metric_data", values)
refused(
    "ResourceNotFound",
    cloudwatch.set_alarm_state,
    AlarmName="missing",
    StateValue="OK",
    StateReason="x",
)
cloudwatch.put_composite_alarm(AlarmName="boto3-page", AlarmRule='ALARM("boto3-busy") AND TRUE')
until(
    "composite alarm in ALARM",
    lambda: cloudwatch.describe_alarms(
        AlarmNames=["boto3-page"], AlarmTypes=["CompositeAlarm"]
    )["CompositeAlarms"][0]["StateValue"]
    == "ALARM",
)
cloudwatch.delete_alarms(AlarmNames=["boto3-page"])
cloudwatch.put_metric_data(Namespace="Own", MetricData=[{"MetricName": "m", "Value": 1.5}])
cloudwatch.put_dashboard(DashboardName="boto3", DashboardBody='{"widgets":[]}')
assert cloudwatch.get_dashboard(DashboardName="boto3")["DashboardBody"] == '{"widgets":[]}'
cloudwatch.delete_dashboards(DashboardNames=["boto3"])
step("cloudwatch put_metric_data, dashboards")

target = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": "endpoint/boto3/variant/primary",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}
autoscaling.register_scalable_target(**target, MinCapacity=2, MaxCapacity=4)
policy = autoscaling.put_scaling_policy(
    **target,
    PolicyName="boto3",
    PolicyType="TargetTrackingScaling",
    TargetTrackingScalingPolicyConfiguration={
        "TargetValue": 500,
        "PredefinedMetricSpecification": {
            "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"
        },
    },
)
assert len(policy["Alarms"]) == 2
registered = autoscaling.describe_scalable_targets(ServiceNamespace="sagemaker")
arn = [t for t in registered["ScalableTargets"] if "boto3" in t["ResourceId"]][0][
    "ScalableTargetARN"
]
assert autoscaling.list_tags_for_resource(ResourceARN=arn)["Tags"] == {}
step("application-autoscaling target tracking", policy["PolicyARN"])

sagemaker.update_endpoint(
    EndpointName="boto3",
    EndpointConfigName="boto3-v2",
    DeploymentConfig={
        "BlueGreenUpdatePolicy": {
            "TrafficRoutingConfiguration": {
                "Type": "CANARY",
                "CanarySize": {"Type": "INSTANCE_COUNT", "Value": 1},
                "WaitIntervalInSeconds": 300,
            },
            "TerminationWaitInSeconds": 120,
            "MaximumExecutionTimeoutInSeconds": 1800,
        }
    },
)
refused(
    "ValidationException",
    sagemaker.update_endpoint,
    EndpointName="boto3",
    EndpointConfigName="boto3-v2",
)
until("canary done", lambda: status() == "InService", 120)
assert sagemaker.describe_endpoint(EndpointName="boto3")["EndpointConfigName"] == "boto3-v2"
assert invoke()["version"] == "2"

repository = ecr.create_repository(repositoryName="boto3")["repository"]["repositoryUri"]
refused(
    "ImageNotFoundException",
    ecr.describe_images,
    repositoryName="boto3",
    imageIds=[{"imageTag": "none"}],
)
step("ecr", repository)

autoscaling.deregister_scalable_target(**target)
sagemaker.delete_endpoint(EndpointName="boto3")


def gone():
    try:
        status()
        return False
    except ClientError as error:
        assert "Could not find endpoint" in str(error)
        return True


until("endpoint gone", gone)
sagemaker.delete_endpoint(EndpointName="boto3-async")
sagemaker.delete_endpoint_config(EndpointConfigName="boto3-async")
for version in ("1", "2"):
    sagemaker.delete_endpoint_config(EndpointConfigName=f"boto3-v{version}")
    sagemaker.delete_model(ModelName=f"boto3-v{version}")
cloudwatch.delete_alarms(AlarmNames=["boto3-busy"])
iam.delete_role(RoleName="boto3-inference")
print("done", flush=True)
