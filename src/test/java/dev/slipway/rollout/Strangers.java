package dev.slipway.rollout;

import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantInstanceType;

/**
 * Somebody else in any account: puts artifacts there, makes look-alikes of Slipway's things (its
 * names' pattern, copies of its tags), and fires alarms.
 */
final class Strangers implements AutoCloseable {

  private final S3Client s3;
  private final SageMakerClient sageMaker;
  private final CloudWatchClient cloudWatch;
  private final ApplicationAutoScalingClient scaling;
  private final IamClient iam;

  Strangers(URI endpoint) {
    s3 = aimed(S3Client.builder().forcePathStyle(true), endpoint);
    sageMaker = aimed(SageMakerClient.builder(), endpoint);
    cloudWatch = aimed(CloudWatchClient.builder(), endpoint);
    scaling = aimed(ApplicationAutoScalingClient.builder(), endpoint);
    iam = aimed(IamClient.builder(), endpoint);
  }

  private static <B extends AwsClientBuilder<B, C>, C> C aimed(B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(keys("123456789012"))
        .build();
  }

  private static StaticCredentialsProvider keys(String account) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(account, "secret"));
  }

  private static AwsRequestOverrideConfiguration as(String account) {
    return AwsRequestOverrideConfiguration.builder().credentialsProvider(keys(account)).build();
  }

  void putArtifacts(String account, String bucket, String... versions) {
    s3.createBucket(it -> it.bucket(bucket).overrideConfiguration(as(account)));
    for (String version : versions) {
      s3.putObject(
          it ->
              it.bucket(bucket)
                  .key("fraud-detector/" + version + "/model.tar.gz")
                  .overrideConfiguration(as(account)),
          RequestBody.fromBytes(Rehearsal.archive(version)));
    }
  }

  /** One of each, as like to the endpoint's own as can be. */
  void makeLookAlikes(String account, String endpoint, String bucket) {
    Map<String, String> copied =
        Map.of(StepContext.ENDPOINT_TAG, endpoint, StepContext.RELEASE_TAG, "1");
    var tags =
        copied.entrySet().stream()
            .map(tag ->
                software.amazon.awssdk.services.sagemaker.model.Tag.builder()
                    .key(tag.getKey())
                    .value(tag.getValue())
                    .build())
            .toList();
    var role =
        iam.createRole(it ->
                it.roleName("slipway-" + endpoint + "-x")
                    .assumeRolePolicyDocument(ExecutionRolePolicy.trust())
                    .tags(
                        copied.entrySet().stream()
                            .map(tag ->
                                software.amazon.awssdk.services.iam.model.Tag.builder()
                                    .key(tag.getKey())
                                    .value(tag.getValue())
                                    .build())
                            .toList())
                    .overrideConfiguration(as(account)))
            .role()
            .arn();
    iam.putRolePolicy(it ->
        it.roleName("slipway-" + endpoint + "-x")
            .policyName("all")
            .policyDocument(
                """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
                """)
            .overrideConfiguration(as(account)));
    String model = endpoint + "-m-lookalike000";
    sageMaker.createModel(it ->
        it.modelName(model)
            .executionRoleArn(role)
            .primaryContainer(container ->
                container
                    .image("123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0")
                    .modelDataUrl("s3://" + bucket + "/fraud-detector/v1/model.tar.gz"))
            .tags(tags)
            .overrideConfiguration(as(account)));
    String config = endpoint + "-r1-a1-lookalik";
    sageMaker.createEndpointConfig(it ->
        it.endpointConfigName(config)
            .productionVariants(variant ->
                variant
                    .variantName("primary")
                    .modelName(model)
                    .instanceType(ProductionVariantInstanceType.ML_C5_XLARGE)
                    .initialInstanceCount(1))
            .tags(tags)
            .overrideConfiguration(as(account)));
    sageMaker.createEndpoint(it ->
        it.endpointName(endpoint + "-x")
            .endpointConfigName(config)
            .tags(tags)
            .overrideConfiguration(as(account)));
    cloudWatch.putMetricAlarm(it ->
        it.alarmName(config + "-5xx-errors")
            .namespace("Custom")
            .metricName("m")
            .statistic(Statistic.SUM)
            .period(60)
            .evaluationPeriods(1)
            .threshold(1.0)
            .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
            .tags(
                copied.entrySet().stream()
                    .map(tag ->
                        software.amazon.awssdk.services.cloudwatch.model.Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList())
            .overrideConfiguration(as(account)));
  }

  /** An endpoint that is to be adopted, made with the look-alike role. */
  void makeElsewhere(String account, String endpoint, String bucket) {
    String role = "arn:aws:iam::" + account + ":role/slipway-" + endpoint + "-x";
    sageMaker.createModel(it ->
        it.modelName(endpoint + "-own")
            .executionRoleArn(role)
            .primaryContainer(container ->
                container
                    .image("123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0")
                    .modelDataUrl("s3://" + bucket + "/fraud-detector/v1/model.tar.gz"))
            .overrideConfiguration(as(account)));
    sageMaker.createEndpointConfig(it ->
        it.endpointConfigName(endpoint + "-own")
            .productionVariants(variant ->
                variant
                    .variantName("AllTraffic")
                    .modelName(endpoint + "-own")
                    .instanceType(ProductionVariantInstanceType.ML_C5_XLARGE)
                    .initialInstanceCount(2))
            .overrideConfiguration(as(account)));
    sageMaker.createEndpoint(it ->
        it.endpointName(endpoint + "-own")
            .endpointConfigName(endpoint + "-own")
            .overrideConfiguration(as(account)));
    for (String metric : java.util.List.of("Invocation5XXErrors", "Invocation4XXErrors")) {
      cloudWatch.putMetricAlarm(it ->
          it.alarmName(endpoint + "-own-" + metric)
              .namespace("AWS/SageMaker")
              .metricName(metric)
              .dimensions(
                  dimension -> dimension.name("EndpointName").value(endpoint + "-own"),
                  dimension -> dimension.name("VariantName").value("AllTraffic"))
              .statistic(Statistic.SUM)
              .period(60)
              .evaluationPeriods(1)
              .threshold(1.0)
              .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
              .overrideConfiguration(as(account)));
    }
  }

  /** Scales what is to be adopted, once it is there. */
  void scaleElsewhere(String account, String endpoint) {
    scaling.registerScalableTarget(it ->
        it.serviceNamespace("sagemaker")
            .scalableDimension("sagemaker:variant:DesiredInstanceCount")
            .resourceId("endpoint/" + endpoint + "-own/variant/AllTraffic")
            .minCapacity(1)
            .maxCapacity(3)
            .overrideConfiguration(as(account)));
    scaling.putScheduledAction(it ->
        it.serviceNamespace("sagemaker")
            .scalableDimension("sagemaker:variant:DesiredInstanceCount")
            .resourceId("endpoint/" + endpoint + "-own/variant/AllTraffic")
            .scheduledActionName("mornings")
            .schedule("cron(0 6 * * ? *)")
            .scalableTargetAction(bounds -> bounds.minCapacity(2).maxCapacity(3))
            .overrideConfiguration(as(account)));
  }

  /** The look-alike of a scalable target, once the look-alike endpoint is there. */
  void scaleLookAlike(String account, String endpoint) {
    scaling.registerScalableTarget(it ->
        it.serviceNamespace("sagemaker")
            .scalableDimension("sagemaker:variant:DesiredInstanceCount")
            .resourceId("endpoint/" + endpoint + "-x/variant/primary")
            .minCapacity(1)
            .maxCapacity(3)
            .tags(Map.of(StepContext.ENDPOINT_TAG, endpoint))
            .overrideConfiguration(as(account)));
  }

  /** A role that Slipway may assume when it names the external id; returns its ARN. */
  String putDeployer(String account, String externalId) {
    String arn =
        iam.createRole(it ->
                it.roleName("deployer")
                    .assumeRolePolicyDocument(
                        """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                          "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
                          "Action": "sts:AssumeRole",
                          "Condition": {"StringEquals": {"sts:ExternalId": "%s"}}}]}
                        """
                            .formatted(externalId))
                    .overrideConfiguration(as(account)))
            .role()
            .arn();
    iam.putRolePolicy(it ->
        it.roleName("deployer")
            .policyName("all")
            .policyDocument(
                """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
                """)
            .overrideConfiguration(as(account)));
    return arn;
  }

  /** Gives a role one policy in place of the one that allows everything. */
  void putPolicy(String account, String role, String document) {
    iam.putRolePolicy(it ->
        it.roleName(role)
            .policyName("all")
            .policyDocument(document)
            .overrideConfiguration(as(account)));
  }

  /** The endpoints of an account. */
  java.util.List<String> endpoints(String account) {
    return sageMaker.listEndpoints(it -> it.overrideConfiguration(as(account))).endpoints().stream()
        .map(one -> one.endpointName())
        .toList();
  }

  void fire(String account, String alarm) {
    cloudWatch.setAlarmState(it ->
        it.alarmName(alarm)
            .stateValue(StateValue.ALARM)
            .stateReason("3 of 5 requests failed")
            .overrideConfiguration(as(account)));
  }

  @Override
  public void close() {
    s3.close();
    sageMaker.close();
    cloudWatch.close();
    scaling.close();
    iam.close();
  }
}
