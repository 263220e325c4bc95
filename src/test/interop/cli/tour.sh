#!/usr/bin/env bash
# Creates, lists, invokes and reads alarms and metrics with the aws CLI, which has no command for
# response streams.
# The endpoint is named by AWS_ENDPOINT_URL; the working directory takes the files it writes.
set -euo pipefail

export AWS_PAGER=""
say() { echo "ok  $*"; }
until_is() { # wanted command...
  local wanted=$1 found=""
  shift
  for _ in $(seq 1 240); do
    found=$("$@" 2>&1) || true
    if [[ $found == *"$wanted"* ]]; then
      say "$wanted"
      return
    fi
    sleep 0.25
  done
  echo "never became $wanted: $found" >&2
  exit 1
}
refused() { # text command...
  local text=$1 found
  shift
  if found=$("$@" 2>&1); then
    echo "accepted: $*" >&2
    exit 1
  fi
  [[ $found == *"$text"* ]] || { echo "not refused with $text: $found" >&2; exit 1; }
  say "refused with $text"
}

aws sts get-caller-identity

mkdir -p model
echo '{"kind":"logistic_regression","weights":[0.1,0.2],"answer":{"version":"cli"}}' > model/model.json
tar --format=ustar -C model -czf model.tar.gz model.json
aws s3 mb s3://cli-models
aws s3 cp model.tar.gz s3://cli-models/v1/model.tar.gz
aws s3 cp s3://cli-models/v1/model.tar.gz back.tar.gz
cmp model.tar.gz back.tar.gz
say s3

aws sns create-topic --name cli-alerts
aws iam create-role --role-name cli-inference --assume-role-policy-document \
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
aws sts assume-role --role-arn arn:aws:iam::123456789012:role/cli-inference --role-session-name cli ||
  say "assume-role is refused: the role trusts SageMaker only"

aws sagemaker create-model --model-name cli \
  --execution-role-arn arn:aws:iam::123456789012:role/cli-inference \
  --primary-container Image=123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0,ModelDataUrl=s3://cli-models/v1/model.tar.gz
aws sagemaker create-endpoint-config --endpoint-config-name cli --production-variants \
  VariantName=primary,ModelName=cli,InitialInstanceCount=1,InstanceType=ml.c5.xlarge
aws sagemaker create-endpoint --endpoint-name cli --endpoint-config-name cli
refused "Cannot create already existing" aws sagemaker create-endpoint --endpoint-name cli --endpoint-config-name cli
until_is InService aws sagemaker describe-endpoint --endpoint-name cli --query EndpointStatus --output text
aws sagemaker list-endpoints --name-contains cli

aws cloudwatch put-metric-alarm --alarm-name cli-busy --namespace AWS/SageMaker \
  --metric-name Invocations --statistic Sum --period 60 --evaluation-periods 1 --threshold 0 \
  --comparison-operator GreaterThanThreshold \
  --dimensions Name=EndpointName,Value=cli Name=VariantName,Value=primary
raw=() # version 2 of the CLI takes a body in base64 unless it is told otherwise
[[ $(aws --version) == aws-cli/1* ]] || raw=(--cli-binary-format raw-in-base64-out)
aws sagemaker-runtime invoke-endpoint --endpoint-name cli --content-type application/json \
  --body '{"features":[1,2]}' "${raw[@]}" answer.json
grep '"version":"cli"' answer.json
refused "not found" aws sagemaker-runtime invoke-endpoint --endpoint-name none --body '{}' "${raw[@]}" answer.json
# One invocation is in ALARM for one simulated minute, shorter than this command may take to look.
until_is "to ALARM" aws cloudwatch describe-alarm-history --alarm-name cli-busy \
  --history-item-type StateUpdate --query 'AlarmHistoryItems[].HistorySummary' --output text
aws cloudwatch describe-alarms --alarm-names cli-busy
aws cloudwatch list-metrics --namespace AWS/SageMaker --metric-name Invocations
aws cloudwatch describe-alarm-history --alarm-name cli-busy --max-items 3
sums=$(aws cloudwatch get-metric-statistics --namespace AWS/SageMaker --metric-name Invocations \
  --dimensions Name=EndpointName,Value=cli Name=VariantName,Value=primary --statistics Sum \
  --period 2592000 --start-time 2020-01-01T00:00:00Z --end-time 2060-01-01T00:00:00Z \
  --query 'Datapoints[].Sum' --output text)
[[ $sums == *1.0* ]] || { echo "the invocation is not in its metric: $sums" >&2; exit 1; }
say "the invocation is in its metric"

aws application-autoscaling register-scalable-target --service-namespace sagemaker \
  --resource-id endpoint/cli/variant/primary --min-capacity 1 --max-capacity 2 \
  --scalable-dimension sagemaker:variant:DesiredInstanceCount
aws application-autoscaling describe-scalable-targets --service-namespace sagemaker
aws application-autoscaling describe-scaling-activities --service-namespace sagemaker

aws sagemaker delete-endpoint --endpoint-name cli
until_is "Could not find endpoint" aws sagemaker describe-endpoint --endpoint-name cli
aws sagemaker delete-endpoint-config --endpoint-config-name cli
aws sagemaker delete-model --model-name cli
aws cloudwatch delete-alarms --alarm-names cli-busy
aws iam delete-role --role-name cli-inference
aws s3 rb s3://cli-models --force
echo done
