package dev.slipway.rollout;

import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/** Endpoints as the SDK's users make them: names and a variant of their own. */
final class MadeElsewhere {

  private final AwsByHand aws;
  private final SageMakerClient sageMaker;
  private final CloudWatchClient cloudWatch;

  MadeElsewhere(AwsByHand aws, SageMakerClient sageMaker, CloudWatchClient cloudWatch) {
    this.aws = aws;
    this.sageMaker = sageMaker;
    this.cloudWatch = cloudWatch;
  }

  /** One that is watched. */
  void make(String name) {
    aws.putRole(
        "serving",
        "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"logs:*\", \"ecr:*\", \"s3:*\","
            + " \"cloudwatch:*\"], \"Resource\": \"*\"}], \"Version\": \"2012-10-17\"}");
    sageMaker.createModel(request ->
        request
            .modelName(name + "-model")
            .executionRoleArn("arn:aws:iam::123456789012:role/serving")
            .primaryContainer(container ->
                container
                    .image("123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0")
                    .modelDataUrl("s3://" + AwsByHand.BUCKET + "/" + AwsByHand.key("v1"))
                    .environment(Map.of("MODE", "strict")))
            .tags(tag -> tag.key("Team").value("risk")));
    sageMaker.createEndpointConfig(request ->
        request
            .endpointConfigName(name + "-config")
            .productionVariants(variant ->
                variant
                    .variantName("AllTraffic")
                    .modelName(name + "-model")
                    .instanceType("ml.m5.large")
                    .initialInstanceCount(2)));
    sageMaker.createEndpoint(request ->
        request
            .endpointName(name)
            .endpointConfigName(name + "-config")
            .tags(tag -> tag.key("Team").value("risk")));
    alarm(name + "-errors", name, "Invocation5XXErrors", "Sum", 5, false);
    alarm(name + "-latency", name, "ModelLatency", "Average", 400_000, false);
    alarm(name + "-all-clear", name, "ModelLatency", "p99", 900_000, true);
  }

  /** An endpoint in a VPC, encrypted, isolated, that captures what it is asked. */
  void makePrivate(String name) {
    make(name);
    sageMaker.createModel(request ->
        request
            .modelName(name + "-private")
            .executionRoleArn("arn:aws:iam::123456789012:role/serving")
            .enableNetworkIsolation(true)
            .vpcConfig(vpc -> vpc.subnets("subnet-1", "subnet-2").securityGroupIds("sg-1"))
            .primaryContainer(container ->
                container
                    .image("123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0")
                    .modelDataUrl("s3://" + AwsByHand.BUCKET + "/" + AwsByHand.key("v1"))));
    sageMaker.createEndpointConfig(request ->
        request
            .endpointConfigName(name + "-private")
            .kmsKeyId("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555")
            .productionVariants(variant ->
                variant
                    .variantName("AllTraffic")
                    .modelName(name + "-private")
                    .instanceType("ml.m5.large")
                    .initialInstanceCount(2)
                    .volumeSizeInGB(40))
            .dataCaptureConfig(capture ->
                capture
                    .enableCapture(true)
                    .initialSamplingPercentage(25)
                    .destinationS3Uri("s3://" + AwsByHand.BUCKET + "/captures")
                    .captureOptions(
                        option -> option.captureMode("Input"),
                        option -> option.captureMode("Output"))));
  }

  /** Moves it to another configuration. */
  void move(String name, String config) {
    sageMaker.updateEndpoint(request -> request.endpointName(name).endpointConfigName(config));
  }

  /** A serverless endpoint with warm capacity. */
  void makeServerless(String name) {
    make(name + "-twin");
    sageMaker.createEndpointConfig(request ->
        request
            .endpointConfigName(name + "-config")
            .productionVariants(variant ->
                variant
                    .variantName("AllTraffic")
                    .modelName(name + "-twin-model")
                    .serverlessConfig(
                        serverless -> serverless.memorySizeInMB(3072).maxConcurrency(15))));
    sageMaker.createEndpoint(
        request -> request.endpointName(name).endpointConfigName(name + "-config"));
    alarm(name + "-errors", name, "Invocation5XXErrors", "Sum", 5, false);
  }

  private void alarm(
      String name, String endpoint, String metric, String statistic, double limit, boolean clear) {
    cloudWatch.putMetricAlarm(request -> {
      request
          .alarmName(name)
          .namespace("AWS/SageMaker")
          .metricName(metric)
          .dimensions(
              dimension -> dimension.name("EndpointName").value(endpoint),
              dimension -> dimension.name("VariantName").value("AllTraffic"))
          .period(60)
          .evaluationPeriods(2)
          .threshold(limit)
          .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD);
      if (statistic.startsWith("p")) request.extendedStatistic(statistic);
      else request.statistic(statistic);
      if (clear) request.okActions("arn:aws:sns:us-east-1:123456789012:all-clear");
    });
  }

  /** Another endpoint on the same configuration. */
  void copy(String endpoint, String name) {
    sageMaker.createEndpoint(request ->
        request.endpointName(name).endpointConfigName(aws.endpoint(endpoint).endpointConfigName()));
  }

  /** Moves an endpoint to a configuration with what Slipway has no word for. */
  void makeAsynchronous(String name) {
    var config =
        sageMaker.describeEndpointConfig(request -> request.endpointConfigName(name + "-config"));
    sageMaker.createEndpointConfig(request ->
        request
            .endpointConfigName(name + "-async")
            .productionVariants(config.productionVariants())
            .asyncInferenceConfig(async ->
                async.outputConfig(
                    output -> output.s3OutputPath("s3://" + AwsByHand.BUCKET + "/out"))));
    sageMaker.updateEndpoint(
        request -> request.endpointName(name).endpointConfigName(name + "-async"));
  }
}
