package dev.slipway.rollout;

import java.net.URI;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** Somebody who makes things under the very names that Slipway gives, with copies of its tags. */
final class Impostor implements AutoCloseable {

  private static final String MARK = "slipway:endpoint";
  private static final String MADE_BY = "slipway:deployment";
  private static final String SOME_DEPLOYMENT = "01990000-0000-7000-8000-000000000000";
  private static final String OWN = "impostors-own";

  private final SageMakerClient sageMaker;
  private final CloudWatchClient cloudWatch;
  private final IamClient iam;
  private final ApplicationAutoScalingClient scaling;
  private final String endpoint;

  Impostor(URI aws, String endpoint) {
    this.endpoint = endpoint;
    sageMaker = aimed(SageMakerClient.builder(), aws);
    cloudWatch = aimed(CloudWatchClient.builder(), aws);
    iam = aimed(IamClient.builder(), aws);
    scaling = aimed(ApplicationAutoScalingClient.builder(), aws);
  }

  private static <B extends AwsClientBuilder<B, C>, C> C aimed(B builder, URI aws) {
    return builder
        .endpointOverride(aws)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("123456789012", "s")))
        .build();
  }

  private List<Tag> tags() {
    return List.of(
        Tag.builder().key(MARK).value(endpoint).build(),
        Tag.builder().key(MADE_BY).value(SOME_DEPLOYMENT).build());
  }

  void role(String name) {
    iam.createRole(request ->
        request
            .roleName(name)
            .assumeRolePolicyDocument(ExecutionRolePolicy.trust())
            .tags(
                tag -> tag.key(MARK).value(endpoint),
                tag -> tag.key(MADE_BY).value(SOME_DEPLOYMENT)));
  }

  void alarm(String name) {
    cloudWatch.putMetricAlarm(request ->
        request
            .alarmName(name)
            .namespace("Custom")
            .metricName("m")
            .statistic(Statistic.SUM)
            .period(60)
            .evaluationPeriods(1)
            .threshold(1.0)
            .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
            .tags(
                tag -> tag.key(MARK).value(endpoint),
                tag -> tag.key(MADE_BY).value(SOME_DEPLOYMENT)));
  }

  void model(String name) {
    if (iam.listRoles().roles().stream().noneMatch(role -> role.roleName().equals(OWN))) {
      role(OWN);
    }
    sageMaker.createModel(request ->
        request
            .modelName(name)
            .executionRoleArn("arn:aws:iam::123456789012:role/" + OWN)
            .primaryContainer(container ->
                container
                    .image("123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0")
                    .modelDataUrl("s3://" + AwsByHand.BUCKET + "/" + AwsByHand.key("v1")))
            .tags(tags()));
  }

  void endpointConfig(String name) {
    model(OWN);
    sageMaker.createEndpointConfig(request ->
        request
            .endpointConfigName(name)
            .productionVariants(variant ->
                variant
                    .variantName("primary")
                    .modelName(OWN)
                    .instanceType("ml.m5.large")
                    .initialInstanceCount(1))
            .tags(tags()));
  }

  void endpoint() {
    endpointConfig(OWN);
    sageMaker.createEndpoint(
        request -> request.endpointName(endpoint).endpointConfigName(OWN).tags(tags()));
  }

  /** A policy and a scheduled action whose names begin as Slipway's do; they can carry no tags. */
  void scaling() {
    String variant = "endpoint/" + endpoint + "/variant/primary";
    scaling.putScalingPolicy(request ->
        request
            .serviceNamespace("sagemaker")
            .scalableDimension("sagemaker:variant:DesiredInstanceCount")
            .resourceId(variant)
            .policyName(endpoint + "-scaling-theirs")
            .policyType("StepScaling")
            .stepScalingPolicyConfiguration(steps ->
                steps
                    .adjustmentType("ChangeInCapacity")
                    .cooldown(60)
                    .stepAdjustments(
                        step -> step.metricIntervalLowerBound(0.0).scalingAdjustment(1))));
    scaling.putScheduledAction(request ->
        request
            .serviceNamespace("sagemaker")
            .scalableDimension("sagemaker:variant:DesiredInstanceCount")
            .resourceId(variant)
            .scheduledActionName(endpoint + "-schedule-theirs")
            .schedule("cron(0 6 * * ? *)")
            .scalableTargetAction(bounds -> bounds.minCapacity(3).maxCapacity(6)));
  }

  @Override
  public void close() {
    sageMaker.close();
    cloudWatch.close();
    iam.close();
    scaling.close();
  }
}
