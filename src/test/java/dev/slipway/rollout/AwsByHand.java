package dev.slipway.rollout;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelResponse;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** Slipway's own account as somebody else sees and changes it: SageMaker's side, and the others. */
record AwsByHand(AwsClients clients) {

  static AwsByHand at(URI simulator) {
    return new AwsByHand(AwsClients.at(simulator));
  }

  ArtifactsByHand artifacts() {
    return new ArtifactsByHand(clients.s3());
  }

  ImagesByHand images() {
    return new ImagesByHand(clients.ecr());
  }

  AlarmsByHand alarms() {
    return new AlarmsByHand(clients.cloudWatch());
  }

  /** The scaling of our endpoints. */
  ScalingByHand scaling() {
    return new ScalingByHand(clients.scaling(), "primary");
  }

  /** The scaling of those that were made elsewhere. */
  ScalingByHand scalingElsewhere() {
    return new ScalingByHand(clients.scaling(), "AllTraffic");
  }

  MadeElsewhere elsewhere() {
    return new MadeElsewhere(this);
  }

  /** Makes what an endpoint consists of. */
  MakeByHand make() {
    return new MakeByHand(clients, Map.of());
  }

  private SageMakerClient sageMaker() {
    return clients.sageMaker();
  }

  /** Where the model that an endpoint runs has its artifact from. */
  String artifactOf(String endpoint) {
    return modelOf(endpoint).primaryContainer().modelDataUrl();
  }

  DescribeEndpointResponse endpoint(String name) {
    return sageMaker().describeEndpoint(request -> request.endpointName(name));
  }

  boolean hasEndpointConfig(String name) {
    return endpointConfigs().contains(name);
  }

  List<String> endpointConfigs() {
    return sageMaker()
        .listEndpointConfigs(request -> request.maxResults(100))
        .endpointConfigs()
        .stream()
        .map(config -> config.endpointConfigName())
        .toList();
  }

  boolean hasEndpoint(String name) {
    return endpoints().contains(name);
  }

  List<String> endpoints() {
    return sageMaker().listEndpoints(request -> request.maxResults(100)).endpoints().stream()
        .map(endpoint -> endpoint.endpointName())
        .toList();
  }

  /** What SageMaker watched in the last update. */
  List<String> rollbackAlarms(String endpoint) {
    return endpoint(endpoint).lastDeploymentConfig().autoRollbackConfiguration().alarms().stream()
        .map(alarm -> alarm.alarmName())
        .toList();
  }

  /** How traffic came to the new fleet in the last update, such as CANARY. */
  String routing(String endpoint) {
    return endpoint(endpoint)
        .lastDeploymentConfig()
        .blueGreenUpdatePolicy()
        .trafficRoutingConfiguration()
        .typeAsString();
  }

  List<String> models() {
    return sageMaker().listModels(request -> request.maxResults(100)).models().stream()
        .map(model -> model.modelName())
        .sorted()
        .toList();
  }

  /** A stranger's model that carries copies of our tags. */
  void copyModel(String model, String name) {
    var ours = sageMaker().describeModel(request -> request.modelName(model));
    List<Tag> tags = sageMaker().listTags(request -> request.resourceArn(ours.modelArn())).tags();
    sageMaker()
        .createModel(request ->
            request
                .modelName(name)
                .primaryContainer(ours.primaryContainer())
                .executionRoleArn(ours.executionRoleArn())
                .tags(tags));
  }

  /** What autoscaling does: another number of instances. */
  void scale(String endpoint, int instances) {
    sageMaker()
        .updateEndpointWeightsAndCapacities(request ->
            request
                .endpointName(endpoint)
                .desiredWeightsAndCapacities(
                    variant -> variant.variantName("primary").desiredInstanceCount(instances)));
  }

  /** What autoscaling does without instances: another number of warm environments. */
  void warm(String endpoint, int environments) {
    sageMaker()
        .updateEndpointWeightsAndCapacities(request ->
            request
                .endpointName(endpoint)
                .desiredWeightsAndCapacities(variant ->
                    variant
                        .variantName("primary")
                        .serverlessUpdateConfig(it -> it.provisionedConcurrency(environments))));
  }

  /** How many environments an endpoint has warm. */
  int warm(String endpoint) {
    return endpoint(endpoint)
        .productionVariants()
        .getFirst()
        .currentServerlessConfig()
        .provisionedConcurrency();
  }

  /** How many environments the configuration of an endpoint has warm. */
  int warmAtFirst(String endpoint) {
    return configOf(endpoint)
        .productionVariants()
        .getFirst()
        .serverlessConfig()
        .provisionedConcurrency();
  }

  /** How many instances an endpoint is asked to have. */
  int instances(String endpoint) {
    return endpoint(endpoint).productionVariants().getFirst().desiredInstanceCount();
  }

  /** How many instances the fleet is asked to have that an update brings up. */
  int instancesToCome(String endpoint) {
    return endpoint(endpoint)
        .pendingDeploymentSummary()
        .productionVariants()
        .getFirst()
        .desiredInstanceCount();
  }

  /** Somebody takes our mark off an endpoint. */
  void removeMark(String endpoint) {
    sageMaker()
        .deleteTags(request ->
            request.resourceArn(endpoint(endpoint).endpointArn()).tagKeys("slipway:endpoint"));
  }

  void deleteEndpoint(String endpoint) {
    sageMaker().deleteEndpoint(request -> request.endpointName(endpoint));
  }

  /** Somebody gives the variant another weight. */
  void weigh(String endpoint, float weight) {
    sageMaker()
        .updateEndpointWeightsAndCapacities(request ->
            request
                .endpointName(endpoint)
                .desiredWeightsAndCapacities(
                    variant -> variant.variantName("primary").desiredWeight(weight)));
  }

  void makeTopic(String name) {
    clients.sns().createTopic(request -> request.name(name));
  }

  Map<String, String> tags(String endpoint) {
    return sageMaker()
        .listTags(request -> request.resourceArn(endpoint(endpoint).endpointArn()))
        .tags()
        .stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  /** Somebody gives an endpoint a tag. */
  void tag(String endpoint, String key, String value) {
    sageMaker()
        .addTags(request ->
            request
                .resourceArn(endpoint(endpoint).endpointArn())
                .tags(tag -> tag.key(key).value(value)));
  }

  void deleteEndpointConfig(String name) {
    sageMaker().deleteEndpointConfig(request -> request.endpointConfigName(name));
  }

  void deleteModel(String name) {
    sageMaker().deleteModel(request -> request.modelName(name));
  }

  /** The type of the instances that an endpoint has. */
  String instanceType(String endpoint) {
    return configOf(endpoint).productionVariants().getFirst().instanceTypeAsString();
  }

  /** The configuration that an endpoint runs, as the SDK prints it. */
  String config(String endpoint) {
    return configOf(endpoint).toString();
  }

  /** The model that an endpoint runs, as the SDK prints it. */
  String model(String endpoint) {
    return modelOf(endpoint).toString();
  }

  private DescribeModelResponse modelOf(String endpoint) {
    String model = configOf(endpoint).productionVariants().getFirst().modelName();
    return sageMaker().describeModel(request -> request.modelName(model));
  }

  private DescribeEndpointConfigResponse configOf(String endpoint) {
    String config = endpoint(endpoint).endpointConfigName();
    return sageMaker().describeEndpointConfig(request -> request.endpointConfigName(config));
  }

  /** Somebody else moves the endpoint to a configuration of their own. */
  void moveElsewhere(String endpoint, String config) {
    var current = configOf(endpoint);
    sageMaker()
        .createEndpointConfig(request ->
            request.endpointConfigName(config).productionVariants(current.productionVariants()));
    sageMaker()
        .updateEndpoint(request -> request.endpointName(endpoint).endpointConfigName(config));
  }
}
