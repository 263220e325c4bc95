package dev.slipway.simulator;

import dev.slipway.simulator.fault.Faults;
import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.serving.ModelArchive;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.time.Timeline;
import dev.slipway.simulator.wire.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.sagemaker.model.Alarm;
import software.amazon.awssdk.services.sagemaker.model.CapacitySizeType;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.TrafficRoutingConfigType;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;

/** A simulated world under a manual clock, for tests that tick. */
final class TestWorld {

  /** How the ARNs of SageMaker's resources begin. */
  static final String ARN = "arn:aws:sagemaker:us-east-1:123456789012:";

  static final Caller CALLER = new Caller("123456789012", "us-east-1", "AKIDEXAMPLE");
  static final String ENDPOINT = "fraud-detector";
  static final String VARIANT = "AllTraffic";

  final Map<String, byte[]> objects = new HashMap<>();
  final List<String> messages = new ArrayList<>();
  final Journal journal = Journal.inMemory();
  SageMakerOptions options = SageMakerOptions.usual();
  SimClock clock = SimClock.manual(Instant.parse("2026-01-05T09:00:00Z"));
  Faults faults = new Faults(clock, 1);
  SimulatedWorld aws;

  TestWorld() {
    aws = start();
  }

  TestWorld(SageMakerOptions options) {
    this.options = options;
    aws = start();
  }

  /** Everything in memory is lost; only the journal and the clock's time remain. */
  void restart() {
    clock = SimClock.manual(clock.now());
    faults = new Faults(clock, 1);
    aws = start();
  }

  private SimulatedWorld start() {
    return SimulatedWorld.of(
        clock,
        new Timeline(clock),
        journal,
        faults,
        new SimulatedWorld.Edges(
            (bucket, key) -> Optional.ofNullable(objects.get(bucket + "/" + key)),
            image -> image.replaceFirst(":[^/]*$", "") + "@sha256:" + "0".repeat(64),
            (topic, subject, message) -> messages.add(topic + " " + subject)),
        Duration.ofSeconds(60),
        options,
        1);
  }

  void advance(long seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  /** A model of that name and a configuration of the same name with so many instances. */
  void version(String name, int instances, String faults) {
    objects.put(
        "models/" + name + ".tar.gz",
        ModelArchive.pack(
            """
            {"kind":"logistic_regression","weights":[1.0],"answer":{"v":"%s"},"faults":%s}\
            """
                .formatted(name, faults)));
    versionWithout(name, instances);
  }

  /** The same with the artifact missing. */
  void versionWithout(String name, int instances) {
    var _ =
        aws.models()
            .createModel(
                CreateModelRequest.builder()
                    .modelName(name)
                    .primaryContainer(container ->
                        container
                            .image("123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.0")
                            .modelDataUrl("s3://models/" + name + ".tar.gz"))
                    .build(),
                CALLER);
    config(name, name, instances, "ml.m5.large");
  }

  void config(String name, String model, int instances, String instanceType) {
    var _ =
        aws.configs()
            .createEndpointConfig(
                CreateEndpointConfigRequest.builder()
                    .endpointConfigName(name)
                    .productionVariants(variant ->
                        variant
                            .variantName(VARIANT)
                            .modelName(model)
                            .instanceType(instanceType)
                            .initialInstanceCount(instances))
                    .build(),
                CALLER);
  }

  /** Version v1 in service on two instances, and v2 ready to follow it. */
  void versionOneServesOnTwoInstances() {
    version("v1", 2, "{}");
    version("v2", 2, "{}");
    create("v1");
    advance(180);
  }

  void create(String config) {
    var _ =
        aws.endpoints()
            .createEndpoint(
                CreateEndpointRequest.builder()
                    .endpointName(ENDPOINT)
                    .endpointConfigName(config)
                    .build(),
                CALLER);
  }

  void update(String config, @Nullable DeploymentConfig deployment) {
    update(config, request -> request.deploymentConfig(deployment));
  }

  void update(String config, Consumer<UpdateEndpointRequest.Builder> more) {
    UpdateEndpointRequest.Builder request =
        UpdateEndpointRequest.builder().endpointName(ENDPOINT).endpointConfigName(config);
    more.accept(request);
    var _ = aws.endpoints().updateEndpoint(request.build(), CALLER);
  }

  void delete() {
    var _ =
        aws.endpoints()
            .deleteEndpoint(DeleteEndpointRequest.builder().endpointName(ENDPOINT).build(), CALLER);
  }

  DescribeEndpointResponse describe() {
    return aws.endpoints()
        .describeEndpoint(DescribeEndpointRequest.builder().endpointName(ENDPOINT).build(), CALLER);
  }

  String status() {
    return describe().endpointStatusAsString();
  }

  /** What the pending fleet's first variant is doing, or nothing. */
  String pending() {
    var summary = describe().pendingDeploymentSummary();
    return summary == null || summary.productionVariants().getFirst().variantStatus().isEmpty()
        ? ""
        : summary.productionVariants().getFirst().variantStatus().getFirst().statusMessage();
  }

  InvokeEndpointResponse invoke() {
    return aws.runtime()
        .invokeEndpoint(
            InvokeEndpointRequest.builder()
                .endpointName(ENDPOINT)
                .contentType("application/json")
                .body(SdkBytes.fromUtf8String("{\"features\":[1]}"))
                .build(),
            CALLER);
  }

  /** Which version answers. */
  String answered() {
    return invoke().body().asUtf8String().replaceFirst(".*\"v\":\"([^\"]*)\".*", "$1");
  }

  /** The article's deployment: one instance for 300 s, 120 s at the end, 1800 s in all. */
  static DeploymentConfig canary(String... alarms) {
    DeploymentConfig.Builder config =
        DeploymentConfig.builder()
            .blueGreenUpdatePolicy(policy ->
                policy
                    .trafficRoutingConfiguration(routing ->
                        routing
                            .type(TrafficRoutingConfigType.CANARY)
                            .waitIntervalInSeconds(300)
                            .canarySize(
                                size -> size.type(CapacitySizeType.INSTANCE_COUNT).value(1)))
                    .terminationWaitInSeconds(120)
                    .maximumExecutionTimeoutInSeconds(1800));
    if (alarms.length > 0) {
      config.autoRollbackConfiguration(rollback ->
          rollback.alarms(
              List.of(alarms).stream()
                  .map(name -> Alarm.builder().alarmName(name).build())
                  .toList()));
    }
    return config.build();
  }

  /** The article's alarm on server errors: 2 × 60 s, sum > 5. */
  void errorAlarm(String name, String missingData, @Nullable String config) {
    List<Dimension> dimensions = new ArrayList<>();
    dimensions.add(Dimension.builder().name("EndpointName").value(ENDPOINT).build());
    dimensions.add(Dimension.builder().name("VariantName").value(VARIANT).build());
    if (config != null) {
      dimensions.add(Dimension.builder().name("EndpointConfigName").value(config).build());
    }
    var _ =
        aws.alarms()
            .putMetricAlarm(
                PutMetricAlarmRequest.builder()
                    .alarmName(name)
                    .namespace("AWS/SageMaker")
                    .metricName("Invocation5XXErrors")
                    .dimensions(dimensions)
                    .statistic(Statistic.SUM)
                    .period(60)
                    .evaluationPeriods(2)
                    .threshold(5.0)
                    .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                    .treatMissingData(missingData)
                    .alarmActions("arn:aws:sns:us-east-1:123456789012:alerts")
                    .build(),
                CALLER);
  }

  void setAlarm(String name, StateValue state) {
    var _ =
        aws.alarms()
            .setAlarmState(
                SetAlarmStateRequest.builder()
                    .alarmName(name)
                    .stateValue(state)
                    .stateReason("test")
                    .build(),
                CALLER);
  }

  String alarm(String name) {
    return aws.alarms()
        .describeAlarms(DescribeAlarmsRequest.builder().alarmNames(name).build(), CALLER)
        .metricAlarms()
        .getFirst()
        .stateValueAsString();
  }
}
