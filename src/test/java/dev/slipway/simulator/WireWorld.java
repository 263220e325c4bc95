package dev.slipway.simulator;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.serving.ModelArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;

/**
 * A simulator under a manual clock and AWS's own clients for it. What it has is in a directory, if
 * one is given, and survives {@link #restart}.
 */
final class WireWorld implements AutoCloseable {

  static final String ENDPOINT = "fraud";
  static final String VARIANT = "AllTraffic";
  static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.0";

  private final SimulatorOptions.Builder options;
  Simulator simulator;
  SageMakerClient sageMaker;
  SageMakerRuntimeClient runtime;
  S3Client s3;
  CloudWatchClient cloudWatch;
  ApplicationAutoScalingClient scaling;

  WireWorld() {
    this(_ -> {});
  }

  WireWorld(SageMakerOptions sageMaker) {
    this(options -> options.sageMaker(sageMaker));
  }

  WireWorld(Consumer<SimulatorOptions.Builder> more) {
    options =
        SimulatorOptions.builder().manualClock(true).start(Instant.parse("2026-01-05T09:00:00Z"));
    more.accept(options);
    simulator = Simulator.start(options.build());
    sageMaker = client(SageMakerClient.builder(), simulator.uri());
    runtime = client(SageMakerRuntimeClient.builder(), simulator.uri());
    s3 = client(S3Client.builder(), simulator.uri());
    cloudWatch = client(CloudWatchClient.builder(), simulator.uri());
    scaling = client(ApplicationAutoScalingClient.builder(), simulator.uri());
    s3.createBucket(r -> r.bucket("models"));
  }

  static Consumer<SimulatorOptions.Builder> in(Path directory) {
    return options -> options.directory(directory);
  }

  /** Stops and starts; only what is in the directory remains. */
  void restart() {
    simulator.close();
    simulator = Simulator.start(options.build());
    sageMaker = client(SageMakerClient.builder(), simulator.uri());
    runtime = client(SageMakerRuntimeClient.builder(), simulator.uri());
    s3 = client(S3Client.builder(), simulator.uri());
    cloudWatch = client(CloudWatchClient.builder(), simulator.uri());
    scaling = client(ApplicationAutoScalingClient.builder(), simulator.uri());
  }

  @Override
  public void close() {
    simulator.close();
  }

  void advance(long seconds) {
    simulator.clock().advance(Duration.ofSeconds(seconds));
  }

  /** A model of that name that answers its name as {@code v}; more members of its model.json. */
  void model(String name, String... members) {
    artifact(name, members);
    sageMaker.createModel(r ->
        r.modelName(name).primaryContainer(c -> c.image(IMAGE).modelDataUrl(artifactUrl(name))));
  }

  void artifact(String name, String... members) {
    String more = members.length == 0 ? "" : "," + String.join(",", members);
    s3.putObject(
        r -> r.bucket("models").key(name + ".tar.gz"),
        RequestBody.fromBytes(
            ModelArchive.pack(
                "{\"kind\":\"logistic_regression\",\"weights\":[1.0],\"answer\":{\"v\":\""
                    + name
                    + "\"}"
                    + more
                    + "}")));
  }

  static String artifactUrl(String name) {
    return "s3://models/" + name + ".tar.gz";
  }

  /** A configuration with variants of instances of the model of the same name. */
  void config(String name, int instances) {
    config(name, r -> r.productionVariants(instances(VARIANT, name, instances)));
  }

  void config(String name, Consumer<CreateEndpointConfigRequest.Builder> how) {
    sageMaker.createEndpointConfig(r -> how.accept(r.endpointConfigName(name)));
  }

  static ProductionVariant instances(String variant, String model, int count) {
    return ProductionVariant.builder()
        .variantName(variant)
        .modelName(model)
        .instanceType("ml.m5.large")
        .initialInstanceCount(count)
        .build();
  }

  static ProductionVariant serverless(String model, int most, @Nullable Integer provisioned) {
    return ProductionVariant.builder()
        .variantName(VARIANT)
        .modelName(model)
        .serverlessConfig(
            s -> s.memorySizeInMB(2048).maxConcurrency(most).provisionedConcurrency(provisioned))
        .build();
  }

  /** The endpoint comes into service on a configuration. */
  void create(String config) {
    sageMaker.createEndpoint(r -> r.endpointName(ENDPOINT).endpointConfigName(config));
    advance(180);
  }

  void update(String config) {
    sageMaker.updateEndpoint(r -> r.endpointName(ENDPOINT).endpointConfigName(config));
  }

  DescribeEndpointResponse describe() {
    return sageMaker.describeEndpoint(r -> r.endpointName(ENDPOINT));
  }

  InvokeEndpointResponse invoke() {
    return invoke(_ -> {});
  }

  InvokeEndpointResponse invoke(Consumer<InvokeEndpointRequest.Builder> more) {
    return runtime.invokeEndpoint(r ->
        more.accept(
            r.endpointName(ENDPOINT)
                .contentType("application/json")
                .body(SdkBytes.fromUtf8String("{\"features\":[1]}"))));
  }

  /** Which version answers. */
  String answered() {
    return invoke().body().asUtf8String().replaceFirst(".*\"v\":\"([^\"]*)\".*", "$1");
  }

  /** A metric's values by the minute of the last hour, of the variant. */
  Map<Instant, Double> metric(String name, String statistic) {
    return metric(name, statistic, VARIANT);
  }

  Map<Instant, Double> metric(String name, String statistic, String variant) {
    Map<Instant, Double> values = new TreeMap<>();
    Instant now = simulator.clock().now();
    cloudWatch
        .getMetricStatistics(r ->
            r.namespace("AWS/SageMaker")
                .metricName(name)
                .dimensions(
                    Dimension.builder().name("EndpointName").value(ENDPOINT).build(),
                    Dimension.builder().name("VariantName").value(variant).build())
                .startTime(now.minusSeconds(3600))
                .endTime(now)
                .period(60)
                .statisticsWithStrings(statistic))
        .datapoints()
        .forEach(point ->
            values.put(
                point.timestamp(),
                switch (statistic) {
                  case "Sum" -> point.sum();
                  case "Maximum" -> point.maximum();
                  case "SampleCount" -> point.sampleCount();
                  default -> point.average();
                }));
    return values;
  }

  double total(String name, String variant) {
    return metric(name, "Sum", variant).values().stream().mapToDouble(each -> each).sum();
  }

  List<String> keys(String bucket) {
    List<String> keys = new ArrayList<>();
    s3.listObjectsV2(r -> r.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .forEach(keys::add);
    return keys;
  }

  /** Fails unless AWS's client throws an error of that code, with these words in it. */
  static void refused(Runnable what, String code, String words) {
    assertThatThrownBy(what::run)
        .isInstanceOf(AwsServiceException.class)
        .satisfies(e ->
            assertThat(((AwsServiceException) e).awsErrorDetails().errorCode()).isEqualTo(code))
        .hasMessageContaining(words);
  }
}
