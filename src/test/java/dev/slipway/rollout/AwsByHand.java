package dev.slipway.rollout;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sns.SnsClient;

/** The account as somebody else sees and changes it, with the SDK's own clients. */
final class AwsByHand implements AutoCloseable {

  private static final String BUCKET = "ml-models-prod";

  private final S3Client s3;
  private final IamClient iam;
  private final EcrClient ecr;
  private final SageMakerClient sageMaker;
  private final CloudWatchClient cloudWatch;
  private final ApplicationAutoScalingClient scaling;
  private final SnsClient sns;

  AwsByHand(URI endpoint) {
    s3 = aimed(S3Client.builder().forcePathStyle(true), endpoint);
    ecr = aimed(EcrClient.builder(), endpoint);
    iam = aimed(IamClient.builder(), endpoint);
    sageMaker = aimed(SageMakerClient.builder(), endpoint);
    cloudWatch = aimed(CloudWatchClient.builder(), endpoint);
    scaling = aimed(ApplicationAutoScalingClient.builder(), endpoint);
    sns = aimed(SnsClient.builder(), endpoint);
    s3.createBucket(request -> request.bucket(BUCKET));
  }

  private static <B extends AwsClientBuilder<B, C>, C> C aimed(B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("123456789012", "secret")))
        .build();
  }

  void putArtifact(String version) {
    putArtifact(version, Rehearsal.archive(version));
  }

  void putArtifact(String version, byte[] content) {
    s3.putObject(
        request -> request.bucket(BUCKET).key(key(version)), RequestBody.fromBytes(content));
  }

  void putBucket(String name) {
    s3.createBucket(request -> request.bucket(name));
  }

  List<String> objects(String bucket) {
    return s3.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
        .map(object -> object.key())
        .toList();
  }

  void overwrite(String bucket, String key, byte[] content) {
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }

  /** Where the model that an endpoint runs has its artifact from. */
  String artifactOf(String endpoint) {
    String config = endpoint(endpoint).endpointConfigName();
    String model =
        sageMaker
            .describeEndpointConfig(request -> request.endpointConfigName(config))
            .productionVariants()
            .getFirst()
            .modelName();
    return sageMaker
        .describeModel(request -> request.modelName(model))
        .primaryContainer()
        .modelDataUrl();
  }

  /** Another image under the tag that versions name. */
  void moveTag(String repository) {
    ecr.putImage(request ->
        request
            .repositoryName(repository)
            .imageTag("v2.1.0")
            .imageManifest("{\"schemaVersion\": 2, \"layers\": [], \"moved\": true}"));
  }

  void deleteArtifact(String version) {
    s3.deleteObject(request -> request.bucket(BUCKET).key(key(version)));
  }

  private static String key(String version) {
    return "fraud-detector/" + version + "/model.tar.gz";
  }

  void putImage() {
    putImage("ml-serving");
  }

  void putImage(String repository) {
    ecr.createRepository(request -> request.repositoryName(repository));
    ecr.putImage(request ->
        request
            .repositoryName(repository)
            .imageTag("v2.1.0")
            .imageManifest("{\"schemaVersion\": 2, \"layers\": []}"));
  }

  DescribeEndpointResponse endpoint(String name) {
    return sageMaker.describeEndpoint(request -> request.endpointName(name));
  }

  boolean hasEndpointConfig(String name) {
    return sageMaker
        .listEndpointConfigs(request -> request.maxResults(100))
        .endpointConfigs()
        .stream()
        .anyMatch(config -> config.endpointConfigName().equals(name));
  }

  List<String> endpointConfigs() {
    return sageMaker
        .listEndpointConfigs(request -> request.maxResults(100))
        .endpointConfigs()
        .stream()
        .map(config -> config.endpointConfigName())
        .toList();
  }

  boolean hasEndpoint(String name) {
    return sageMaker.listEndpoints(request -> request.maxResults(100)).endpoints().stream()
        .anyMatch(endpoint -> endpoint.endpointName().equals(name));
  }

  /** What SageMaker watched in the last update. */
  List<String> rollbackAlarms(String endpoint) {
    return endpoint(endpoint).lastDeploymentConfig().autoRollbackConfiguration().alarms().stream()
        .map(alarm -> alarm.alarmName())
        .toList();
  }

  List<String> models() {
    return sageMaker.listModels(request -> request.maxResults(100)).models().stream()
        .map(model -> model.modelName())
        .sorted()
        .toList();
  }

  List<String> alarms() {
    return cloudWatch.describeAlarms().metricAlarms().stream()
        .map(alarm -> alarm.alarmName())
        .sorted()
        .toList();
  }

  /** Somebody's alarm fires. */
  void fire(String alarm) {
    cloudWatch.setAlarmState(request ->
        request
            .alarmName(alarm)
            .stateValue(StateValue.ALARM)
            .stateReason("3 of 5 requests failed"));
  }

  /** Somebody's alarm fires and is quiet again before anybody looks. */
  void fireBriefly(String alarm) {
    fire(alarm);
    cloudWatch.setAlarmState(request ->
        request.alarmName(alarm).stateValue(StateValue.OK).stateReason("no request failed"));
  }

  /** A stranger's alarm under a name that looks like ours. */
  void putStrangersAlarm(String name) {
    cloudWatch.putMetricAlarm(request ->
        request
            .alarmName(name)
            .namespace("Custom")
            .metricName("m")
            .statistic(Statistic.SUM)
            .period(60)
            .evaluationPeriods(1)
            .threshold(1.0)
            .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
  }

  /** A stranger's model that carries copies of our tags. */
  void copyModel(String model, String name) {
    var ours = sageMaker.describeModel(request -> request.modelName(model));
    List<Tag> tags = sageMaker.listTags(request -> request.resourceArn(ours.modelArn())).tags();
    sageMaker.createModel(request ->
        request
            .modelName(name)
            .primaryContainer(ours.primaryContainer())
            .executionRoleArn(ours.executionRoleArn())
            .tags(tags));
  }

  /** What autoscaling does: another number of instances. */
  void scale(String endpoint, int instances) {
    sageMaker.updateEndpointWeightsAndCapacities(request ->
        request
            .endpointName(endpoint)
            .desiredWeightsAndCapacities(
                variant -> variant.variantName("primary").desiredInstanceCount(instances)));
  }

  /** How many instances an endpoint is asked to have. */
  int instances(String endpoint) {
    return endpoint(endpoint).productionVariants().getFirst().desiredInstanceCount();
  }

  /** Somebody takes our mark off an endpoint. */
  void removeMark(String endpoint) {
    sageMaker.deleteTags(request ->
        request.resourceArn(endpoint(endpoint).endpointArn()).tagKeys("slipway:endpoint"));
  }

  void deleteEndpoint(String endpoint) {
    sageMaker.deleteEndpoint(request -> request.endpointName(endpoint));
  }

  /** Somebody gives the variant another weight. */
  void weigh(String endpoint, float weight) {
    sageMaker.updateEndpointWeightsAndCapacities(request ->
        request
            .endpointName(endpoint)
            .desiredWeightsAndCapacities(
                variant -> variant.variantName("primary").desiredWeight(weight)));
  }

  /** Somebody changes an alarm's threshold. */
  void changeThreshold(String name, double threshold) {
    var alarm =
        cloudWatch.describeAlarms(request -> request.alarmNames(name)).metricAlarms().getFirst();
    cloudWatch.putMetricAlarm(request ->
        request
            .alarmName(name)
            .alarmDescription(alarm.alarmDescription())
            .namespace(alarm.namespace())
            .metricName(alarm.metricName())
            .dimensions(alarm.dimensions())
            .statistic(alarm.statistic())
            .period(alarm.period())
            .evaluationPeriods(alarm.evaluationPeriods())
            .datapointsToAlarm(alarm.datapointsToAlarm())
            .treatMissingData(alarm.treatMissingData())
            .comparisonOperator(alarm.comparisonOperator())
            .threshold(threshold));
  }

  /** Somebody ends an endpoint's scaling. */
  void deregister(String endpoint) {
    scaling.deregisterScalableTarget(target ->
        target
            .serviceNamespace("sagemaker")
            .scalableDimension("sagemaker:variant:DesiredInstanceCount")
            .resourceId("endpoint/" + endpoint + "/variant/primary"));
  }

  /**
   * An endpoint as the SDK's users make them: names and a variant of their own, scaled, watched.
   */
  void makeElsewhere(String name) {
    putRole(
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
                    .modelDataUrl("s3://" + BUCKET + "/" + key("v1"))
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
    makeElsewhere(name);
    sageMaker.createModel(request ->
        request
            .modelName(name + "-private")
            .executionRoleArn("arn:aws:iam::123456789012:role/serving")
            .enableNetworkIsolation(true)
            .vpcConfig(vpc -> vpc.subnets("subnet-1", "subnet-2").securityGroupIds("sg-1"))
            .primaryContainer(container ->
                container
                    .image("123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0")
                    .modelDataUrl("s3://" + BUCKET + "/" + key("v1"))));
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
                    .destinationS3Uri("s3://" + BUCKET + "/captures")
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
    makeElsewhere(name + "-twin");
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

  /** The endpoint that an alarm watches. */
  String watched(String alarm) {
    return cloudWatch
        .describeAlarms(request -> request.alarmNames(alarm))
        .metricAlarms()
        .getFirst()
        .dimensions()
        .stream()
        .filter(dimension -> dimension.name().equals("EndpointName"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  /** Changes a step policy's adjustment, as somebody does in the console. */
  void changeStep(String endpoint, String policy, int adjustment) {
    scaling.putScalingPolicy(request ->
        request
            .serviceNamespace("sagemaker")
            .scalableDimension("sagemaker:variant:DesiredInstanceCount")
            .resourceId("endpoint/" + endpoint + "/variant/primary")
            .policyName(policy)
            .policyType("StepScaling")
            .stepScalingPolicyConfiguration(steps ->
                steps
                    .adjustmentType("ChangeInCapacity")
                    .cooldown(60)
                    .stepAdjustments(
                        step -> step.metricIntervalLowerBound(0.0).scalingAdjustment(adjustment))));
  }

  /** Scales it, once it is there. */
  void scaleElsewhere(String name) {
    String resource = "endpoint/" + name + "/variant/AllTraffic";
    String dimension = "sagemaker:variant:DesiredInstanceCount";
    scaling.registerScalableTarget(target ->
        target
            .serviceNamespace("sagemaker")
            .scalableDimension(dimension)
            .resourceId(resource)
            .minCapacity(2)
            .maxCapacity(6));
    scaling.putScalingPolicy(policy ->
        policy
            .serviceNamespace("sagemaker")
            .scalableDimension(dimension)
            .resourceId(resource)
            .policyName("follow-traffic")
            .policyType("TargetTrackingScaling")
            .targetTrackingScalingPolicyConfiguration(tracks ->
                tracks
                    .targetValue(300.0)
                    .scaleInCooldown(600)
                    .scaleOutCooldown(60)
                    .predefinedMetricSpecification(metric ->
                        metric.predefinedMetricType("SageMakerVariantInvocationsPerInstance"))));
    scaling.putScheduledAction(action ->
        action
            .serviceNamespace("sagemaker")
            .scalableDimension(dimension)
            .resourceId(resource)
            .scheduledActionName("mornings")
            .schedule("cron(0 6 * * ? *)")
            .timezone("Europe/Berlin")
            .scalableTargetAction(bounds -> bounds.minCapacity(3).maxCapacity(6)));
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
  void copyEndpoint(String endpoint, String name) {
    sageMaker.createEndpoint(request ->
        request.endpointName(name).endpointConfigName(endpoint(endpoint).endpointConfigName()));
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
                async.outputConfig(output -> output.s3OutputPath("s3://" + BUCKET + "/out"))));
    sageMaker.updateEndpoint(
        request -> request.endpointName(name).endpointConfigName(name + "-async"));
  }

  void makeTopic(String name) {
    sns.createTopic(request -> request.name(name));
  }

  Map<String, String> tags(String endpoint) {
    return sageMaker
        .listTags(request -> request.resourceArn(endpoint(endpoint).endpointArn()))
        .tags()
        .stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  /** Somebody gives an endpoint a tag. */
  void tag(String endpoint, String key, String value) {
    sageMaker.addTags(request ->
        request
            .resourceArn(endpoint(endpoint).endpointArn())
            .tags(tag -> tag.key(key).value(value)));
  }

  List<String> scalingPolicies(String endpoint) {
    return scaling
        .describeScalingPolicies(request ->
            request
                .serviceNamespace("sagemaker")
                .resourceId("endpoint/" + endpoint + "/variant/AllTraffic"))
        .scalingPolicies()
        .stream()
        .map(policy -> policy.policyName())
        .toList();
  }

  void deleteEndpointConfig(String name) {
    sageMaker.deleteEndpointConfig(request -> request.endpointConfigName(name));
  }

  void deleteModel(String name) {
    sageMaker.deleteModel(request -> request.modelName(name));
  }

  /** A stranger's scaling of an endpoint that has none of ours. */
  void registerStrangersTarget(String endpoint) {
    scaling.deregisterScalableTarget(target ->
        target
            .serviceNamespace("sagemaker")
            .scalableDimension("sagemaker:variant:DesiredInstanceCount")
            .resourceId("endpoint/" + endpoint + "/variant/primary"));
    scaling.registerScalableTarget(target ->
        target
            .serviceNamespace("sagemaker")
            .scalableDimension("sagemaker:variant:DesiredInstanceCount")
            .resourceId("endpoint/" + endpoint + "/variant/primary")
            .minCapacity(1)
            .maxCapacity(3));
  }

  boolean hasScalableTarget(String endpoint) {
    return !scaling
        .describeScalableTargets(target ->
            target
                .serviceNamespace("sagemaker")
                .resourceIds("endpoint/" + endpoint + "/variant/primary"))
        .scalableTargets()
        .isEmpty();
  }

  /** The type of the instances that an endpoint has. */
  String instanceType(String endpoint) {
    return sageMaker
        .describeEndpointConfig(
            request -> request.endpointConfigName(endpoint(endpoint).endpointConfigName()))
        .productionVariants()
        .getFirst()
        .instanceTypeAsString();
  }

  /** The configuration that an endpoint runs, as the SDK prints it. */
  String config(String endpoint) {
    return sageMaker
        .describeEndpointConfig(
            request -> request.endpointConfigName(endpoint(endpoint).endpointConfigName()))
        .toString();
  }

  /** The model that an endpoint runs, as the SDK prints it. */
  String model(String endpoint) {
    String model =
        sageMaker
            .describeEndpointConfig(
                request -> request.endpointConfigName(endpoint(endpoint).endpointConfigName()))
            .productionVariants()
            .getFirst()
            .modelName();
    return sageMaker.describeModel(request -> request.modelName(model)).toString();
  }

  /** The bounds of an endpoint's scalable target, such as 2-10. */
  String bounds(String endpoint) {
    return scaling
        .describeScalableTargets(target ->
            target
                .serviceNamespace("sagemaker")
                .resourceIds("endpoint/" + endpoint + "/variant/primary"))
        .scalableTargets()
        .stream()
        .map(target -> target.minCapacity() + "-" + target.maxCapacity())
        .findFirst()
        .orElse("none");
  }

  /** Somebody changes the bounds of our scalable target. */
  void bound(String endpoint, int minimum, int maximum) {
    scaling.registerScalableTarget(target ->
        target
            .serviceNamespace("sagemaker")
            .scalableDimension("sagemaker:variant:DesiredInstanceCount")
            .resourceId("endpoint/" + endpoint + "/variant/primary")
            .minCapacity(minimum)
            .maxCapacity(maximum));
  }

  /** The names of an endpoint's scaling policies. */
  List<String> policies(String endpoint) {
    return scaling
        .describeScalingPolicies(request ->
            request
                .serviceNamespace("sagemaker")
                .resourceId("endpoint/" + endpoint + "/variant/primary"))
        .scalingPolicies()
        .stream()
        .map(policy -> policy.policyName())
        .toList();
  }

  /** The names of an endpoint's scheduled actions. */
  List<String> scheduledActions(String endpoint) {
    return scaling
        .describeScheduledActions(request ->
            request
                .serviceNamespace("sagemaker")
                .resourceId("endpoint/" + endpoint + "/variant/primary"))
        .scheduledActions()
        .stream()
        .map(action -> action.scheduledActionName())
        .toList();
  }

  /** A role for containers, with a policy that somebody wrote. */
  void putRole(String name, String policy) {
    try {
      iam.createRole(request ->
          request
              .roleName(name)
              .assumeRolePolicyDocument(
                  "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\","
                      + " \"Principal\": {\"Service\": \"sagemaker.amazonaws.com\"},"
                      + " \"Action\": \"sts:AssumeRole\"}]}"));
    } catch (EntityAlreadyExistsException there) {
      // Its policy is replaced.
    }
    iam.putRolePolicy(request -> request.roleName(name).policyName("own").policyDocument(policy));
  }

  /** An alarm's threshold. */
  double threshold(String alarm) {
    return cloudWatch
        .describeAlarms(request -> request.alarmNames(alarm))
        .metricAlarms()
        .getFirst()
        .threshold();
  }

  /** Somebody else moves the endpoint to a configuration of their own. */
  void moveElsewhere(String endpoint, String config) {
    var live = endpoint(endpoint);
    var current =
        sageMaker.describeEndpointConfig(
            request -> request.endpointConfigName(live.endpointConfigName()));
    sageMaker.createEndpointConfig(request ->
        request.endpointConfigName(config).productionVariants(current.productionVariants()));
    sageMaker.updateEndpoint(request -> request.endpointName(endpoint).endpointConfigName(config));
  }

  @Override
  public void close() {
    s3.close();
    ecr.close();
    iam.close();
    sageMaker.close();
    cloudWatch.close();
    scaling.close();
    sns.close();
  }
}
