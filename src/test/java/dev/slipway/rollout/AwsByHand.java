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

  static final String BUCKET = "ml-models-prod";

  private final S3Client s3;
  private final IamClient iam;
  private final EcrClient ecr;
  private final SageMakerClient sageMaker;
  private final CloudWatchClient cloudWatch;
  private final ApplicationAutoScalingClient scaling;
  private final SnsClient sns;
  private final MadeElsewhere elsewhere;

  AwsByHand(URI endpoint) {
    s3 = aimed(S3Client.builder().forcePathStyle(true), endpoint);
    ecr = aimed(EcrClient.builder(), endpoint);
    iam = aimed(IamClient.builder(), endpoint);
    sageMaker = aimed(SageMakerClient.builder(), endpoint);
    cloudWatch = aimed(CloudWatchClient.builder(), endpoint);
    scaling = aimed(ApplicationAutoScalingClient.builder(), endpoint);
    sns = aimed(SnsClient.builder(), endpoint);
    elsewhere = new MadeElsewhere(this, sageMaker, cloudWatch);
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

  /** The scaling of our endpoints. */
  ScalingByHand scaling() {
    return new ScalingByHand(scaling, "primary");
  }

  /** The scaling of those that were made elsewhere. */
  ScalingByHand scalingElsewhere() {
    return new ScalingByHand(scaling, "AllTraffic");
  }

  MadeElsewhere elsewhere() {
    return elsewhere;
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

  static String key(String version) {
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

  void deleteEndpointConfig(String name) {
    sageMaker.deleteEndpointConfig(request -> request.endpointConfigName(name));
  }

  void deleteModel(String name) {
    sageMaker.deleteModel(request -> request.modelName(name));
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
