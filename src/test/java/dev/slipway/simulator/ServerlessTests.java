package dev.slipway.simulator;

import static dev.slipway.simulator.WireWorld.ENDPOINT;
import static dev.slipway.simulator.WireWorld.VARIANT;
import static dev.slipway.simulator.WireWorld.instances;
import static dev.slipway.simulator.WireWorld.serverless;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import dev.slipway.simulator.serving.Serving;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelNotReadyException;
import tools.jackson.databind.json.JsonMapper;

/** Serverless endpoints, through AWS's own clients. */
class ServerlessTests {

  @TempDir private Path directory;
  private WireWorld world = new WireWorld();

  @AfterEach
  void stop() {
    world.close();
  }

  private void begin(Consumer<SimulatorOptions.Builder> options) {
    world.close();
    world = new WireWorld(options);
  }

  private void serving(int most, @Nullable Integer provisioned) {
    world.model("v1");
    world.config("v1", r -> r.productionVariants(serverless("v1", most, provisioned)));
    world.create("v1");
    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
  }

  private ProductionVariantSummary shown() {
    return world.describe().productionVariants().getFirst();
  }

  @Test
  void itIsDescribedByItsConcurrencyAndNotByInstances() {
    serving(5, null);

    assertThat(shown().currentServerlessConfig().memorySizeInMB()).isEqualTo(2048);
    assertThat(shown().currentServerlessConfig().maxConcurrency()).isEqualTo(5);
    assertThat(shown().currentServerlessConfig().provisionedConcurrency()).isNull();
    assertThat(shown().desiredServerlessConfig()).isNull();
    assertThat(shown().currentInstanceCount()).isZero();
    assertThat(shown().desiredInstanceCount()).isNull();
    assertThat(
            world
                .sageMaker
                .describeEndpointConfig(r -> r.endpointConfigName("v1"))
                .productionVariants()
                .getFirst()
                .serverlessConfig()
                .maxConcurrency())
        .isEqualTo(5);
  }

  @Test
  void theFirstRequestMeetsAColdStartAndTheNextDoesNotUntilIdleForFiveMinutes() {
    serving(5, null);

    assertThat(world.answered()).isEqualTo("v1");
    assertThat(world.answered()).isEqualTo("v1");
    world.advance(120);
    assertThat(world.metric("ModelSetupTime", "SampleCount").values()).containsExactly(1.0);
    assertThat(world.metric("ModelSetupTime", "Maximum").values()).containsExactly(8_000_000.0);
    assertThat(world.metric("OverheadLatency", "Maximum").values())
        .allMatch(each -> each >= 8_000_000);
    assertThat(world.metric("Invocations", "Sum").values()).contains(2.0);
    assertThat(world.metric("InvocationsPerInstance", "Sum")).isEmpty();

    world.advance(300);
    assertThat(world.answered()).isEqualTo("v1");
    world.advance(120);
    assertThat(world.metric("ModelSetupTime", "SampleCount").values()).containsExactly(1.0, 1.0);
  }

  @Test
  void provisionedConcurrencyIsWarm() {
    serving(5, 1);
    world.advance(600);

    assertThat(world.answered()).isEqualTo("v1");
    world.advance(120);

    assertThat(world.metric("ModelSetupTime", "SampleCount")).isEmpty();
    assertThat(world.metric("ServerlessProvisionedConcurrencyUtilization", "Maximum").values())
        .contains(1.0);
    assertThat(shown().currentServerlessConfig().provisionedConcurrency()).isEqualTo(1);
  }

  @Test
  void aStartLongerThanAnAnswerMayTakeIsModelNotReady() {
    serving(5, null);
    fault("{'kind':'slow_start','endpoint':'fraud','seconds':90,'times':1}");

    assertThatThrownBy(world::invoke)
        .isInstanceOf(ModelNotReadyException.class)
        .satisfies(e -> assertThat(((AwsServiceException) e).statusCode()).isEqualTo(429));
    world.advance(60);
    assertThatThrownBy(world::invoke).isInstanceOf(ModelNotReadyException.class);
    world.advance(40);
    assertThat(world.answered()).isEqualTo("v1");
  }

  @Test
  void aColdStartRefusesTheRequestUnderThatSwitch() {
    begin(o -> o.sageMaker(SageMakerOptions.usual().with(Undocumented.COLD_START_REFUSES)));
    serving(5, null);

    assertThatThrownBy(world::invoke).isInstanceOf(ModelNotReadyException.class);
    world.advance(8);
    assertThat(world.answered()).isEqualTo("v1");
  }

  @Test
  void morePayloadThanFourMegabytesIsRefused() {
    serving(5, null);

    refused(
        () -> world.invoke(r -> r.body(SdkBytes.fromByteArray(new byte[4 * 1024 * 1024 + 1]))),
        "ValidationError",
        "4194304");
  }

  @Test
  void beyondMaxConcurrencyRequestsAreThrottled() throws Exception {
    Semaphore asked = new Semaphore(0);
    CountDownLatch answer = new CountDownLatch(1);
    HttpServer model =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    model.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    model.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/invocations")) {
            asked.release();
            try {
              answer.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    model.start();
    URI address = URI.create("http://127.0.0.1:" + model.getAddress().getPort());
    begin(o -> o.image("123456789012", new Serving.Url(address)));
    world.model("v1");
    world.config("v1", r -> r.productionVariants(serverless("v1", 2, null)));
    world.create("v1");
    for (int i = 0;
        i < 1000 && world.describe().endpointStatus() != EndpointStatus.IN_SERVICE;
        i++) {
      world.advance(1);
    }
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        running.add(clients.submit(() -> world.invoke()));
      }
      asked.acquire(2);

      refused(() -> world.invoke(), "ThrottlingException", "Rate exceeded");

      answer.countDown();
      for (Future<?> one : running) {
        one.get();
      }
      assertThat(world.invoke().sdkHttpResponse().isSuccessful()).isTrue();
    } finally {
      model.stop(0);
    }
  }

  @Test
  void concurrencyIsChangedInPlace() {
    serving(5, null);
    world.sageMaker.updateEndpointWeightsAndCapacities(r ->
        r.endpointName(ENDPOINT)
            .desiredWeightsAndCapacities(d ->
                d.variantName(VARIANT)
                    .serverlessUpdateConfig(s -> s.maxConcurrency(10).provisionedConcurrency(3))));
    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.UPDATING);
    assertThat(shown().currentServerlessConfig().maxConcurrency()).isEqualTo(5);
    assertThat(shown().desiredServerlessConfig().maxConcurrency()).isEqualTo(10);
    world.advance(120);

    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
    assertThat(shown().currentServerlessConfig().maxConcurrency()).isEqualTo(10);
    assertThat(shown().currentServerlessConfig().provisionedConcurrency()).isEqualTo(3);
    world.advance(600);
    assertThat(world.answered()).isEqualTo("v1");
    world.advance(120);
    assertThat(world.metric("ModelSetupTime", "SampleCount")).isEmpty();

    refused(
        () -> capacity(d -> d.serverlessUpdateConfig(s -> s.provisionedConcurrency(11))),
        "ValidationException",
        "less than or equal to MaxConcurrency");
    refused(
        () -> capacity(d -> d.desiredInstanceCount(2)),
        "ValidationException",
        "DesiredInstanceCount does not apply");
  }

  private void capacity(
      Consumer<software.amazon.awssdk.services.sagemaker.model.DesiredWeightAndCapacity.Builder>
          how) {
    world.sageMaker.updateEndpointWeightsAndCapacities(r ->
        r.endpointName(ENDPOINT)
            .desiredWeightsAndCapacities(d -> how.accept(d.variantName(VARIANT))));
  }

  @Test
  void anUpdateMovesAllTrafficAtOnceWithoutGuardrails() {
    serving(5, null);
    world.model("v2");
    world.config("v2", r -> r.productionVariants(serverless("v2", 7, null)));
    refused(
        () ->
            world.sageMaker.updateEndpoint(r ->
                r.endpointName(ENDPOINT)
                    .endpointConfigName("v2")
                    .deploymentConfig(TestWorld.canary())),
        "ValidationException",
        "DeploymentConfig is not supported for serverless");

    world.update("v2");
    assertThat(world.answered()).isEqualTo("v1");
    assertThat(
            world
                .describe()
                .pendingDeploymentSummary()
                .productionVariants()
                .getFirst()
                .desiredServerlessConfig()
                .maxConcurrency())
        .isEqualTo(7);
    world.advance(190);
    assertThat(world.answered()).isEqualTo("v2");
    world.advance(60);

    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
    assertThat(world.describe().endpointConfigName()).isEqualTo("v2");
    assertThat(shown().currentServerlessConfig().maxConcurrency()).isEqualTo(7);
    assertThat(world.answered()).isEqualTo("v2");
  }

  @Test
  void guardrailsAreIgnoredUnderThatSwitch() {
    begin(o ->
        o.sageMaker(SageMakerOptions.usual().with(Undocumented.SERVERLESS_GUARDRAILS_IGNORED)));
    serving(5, null);
    world.model("v2");
    world.config("v2", r -> r.productionVariants(serverless("v2", 7, null)));
    world.sageMaker.updateEndpoint(r ->
        r.endpointName(ENDPOINT).endpointConfigName("v2").deploymentConfig(TestWorld.canary()));
    world.advance(250);

    assertThat(world.describe().endpointConfigName()).isEqualTo("v2");
    assertThat(world.describe().lastDeploymentConfig()).isNull();
  }

  @Test
  void aModelThatDoesNotStartNeitherCreatesNorUpdates() {
    serving(5, null);
    world.model("broken", "\"faults\":{\"ping_fails\":true}");
    world.config("broken", r -> r.productionVariants(serverless("broken", 5, null)));
    world.update("broken");
    world.advance(240);

    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
    assertThat(world.describe().endpointConfigName()).isEqualTo("v1");
    assertThat(world.describe().failureReason()).contains("did not pass the ping health check");
    assertThat(world.answered()).isEqualTo("v1");

    world.sageMaker.createEndpoint(r -> r.endpointName("other").endpointConfigName("broken"));
    world.advance(180);
    assertThat(world.sageMaker.describeEndpoint(r -> r.endpointName("other")).endpointStatus())
        .isEqualTo(EndpointStatus.FAILED);
  }

  @Test
  void serverlessBecomesRealTimeAndNeverTheOtherWay() {
    serving(5, null);
    world.model("v2");
    world.config("v2", 2);
    world.update("v2");
    world.advance(250);
    assertThat(world.describe().endpointConfigName()).isEqualTo("v2");
    assertThat(shown().currentInstanceCount()).isEqualTo(2);
    assertThat(shown().currentServerlessConfig()).isNull();
    assertThat(world.answered()).isEqualTo("v2");

    refused(
        () -> world.update("v1"),
        "ValidationException",
        "cannot be updated from real-time to serverless");
    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
  }

  /** Each exclusion: what the configuration has, what the model has, and the words. */
  static List<Arguments> exclusions() {
    Consumer<CreateModelRequest.Builder> plain = _ -> {};
    Consumer<CreateEndpointConfigRequest.Builder> nothing = _ -> {};
    return List.of(
        Arguments.of("multiple production variants", with(ServerlessTests::two), plain),
        Arguments.of(
            "shadow variants",
            with(r -> r.shadowProductionVariants(instances("s", "v1", 1))),
            plain),
        Arguments.of(
            "data capture",
            with(r ->
                r.dataCaptureConfig(d ->
                    d.initialSamplingPercentage(10)
                        .destinationS3Uri("s3://models/capture")
                        .captureOptions(c -> c.captureMode("Input")))),
            plain),
        Arguments.of(
            "asynchronous inference",
            with(r -> r.asyncInferenceConfig(a -> a.outputConfig(o -> o.s3OutputPath("s3://b/o")))),
            plain),
        Arguments.of(
            "VPC configuration",
            nothing,
            model(m -> m.vpcConfig(v -> v.securityGroupIds("sg-1").subnets("subnet-1")))),
        Arguments.of("network isolation", nothing, model(m -> m.enableNetworkIsolation(true))),
        Arguments.of(
            "inference pipelines",
            nothing,
            model(m ->
                m.primaryContainer(
                        (software.amazon.awssdk.services.sagemaker.model.ContainerDefinition) null)
                    .containers(c -> c.image("a"), c -> c.image("b")))),
        Arguments.of(
            "private Docker registries",
            nothing,
            model(m ->
                m.primaryContainer(
                    c -> c.image("a").imageConfig(i -> i.repositoryAccessMode("Vpc"))))),
        Arguments.of(
            "private Docker registries",
            nothing,
            model(m -> m.primaryContainer(c -> c.image("docker.io/library/serving:1")))),
        Arguments.of(
            "ModelDataSource",
            nothing,
            model(m ->
                m.primaryContainer(c ->
                    c.image("a")
                        .modelDataSource(d ->
                            d.s3DataSource(s ->
                                s.s3Uri("s3://models/v1")
                                    .s3DataType("S3Prefix")
                                    .compressionType("None")))))));
  }

  private static Consumer<CreateEndpointConfigRequest.Builder> with(
      Consumer<CreateEndpointConfigRequest.Builder> more) {
    return more;
  }

  private static void two(CreateEndpointConfigRequest.Builder config) {
    config.productionVariants(
        serverless("v1", 5, null),
        serverless("v1", 5, null).toBuilder().variantName("second").build());
  }

  private static Consumer<CreateModelRequest.Builder> model(
      Consumer<CreateModelRequest.Builder> more) {
    return more;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("exclusions")
  void whatServerlessExcludesIsRefusedAtTheConfiguration(
      String words,
      Consumer<CreateEndpointConfigRequest.Builder> config,
      Consumer<CreateModelRequest.Builder> model) {
    excluding(model);

    refused(() -> configure(config), "ValidationException", "does not support " + words);
  }

  private void excluding(Consumer<CreateModelRequest.Builder> model) {
    world.sageMaker.createModel(
        r -> model.accept(r.modelName("v1").primaryContainer(c -> c.image(WireWorld.IMAGE))));
  }

  private void configure(Consumer<CreateEndpointConfigRequest.Builder> more) {
    world.config("v1", r -> more.accept(r.productionVariants(serverless("v1", 5, null))));
  }

  @Test
  void whatTheModelHasIsRefusedAtTheEndpointUnderThatSwitch() {
    begin(o ->
        o.sageMaker(
            SageMakerOptions.usual().with(Undocumented.SERVERLESS_EXCLUSIONS_REFUSED_LATE)));
    excluding(m -> m.enableNetworkIsolation(true));
    configure(_ -> {});

    refused(
        () -> world.sageMaker.createEndpoint(r -> r.endpointName("e").endpointConfigName("v1")),
        "ValidationException",
        "does not support network isolation");
  }

  @Test
  void sizesAreCheckedAtTheConfiguration() {
    world.model("v1");

    refused(
        () -> world.config("c", r -> r.productionVariants(serverless("v1", 201, null))),
        "ValidationException",
        "maxConcurrency");
    refused(
        () -> world.config("c", r -> r.productionVariants(serverless("v1", 5, 6))),
        "ValidationException",
        "less than or equal to MaxConcurrency");
    refused(
        () ->
            world.config(
                "c",
                r ->
                    r.productionVariants(
                        serverless("v1", 5, null).toBuilder()
                            .serverlessConfig(s -> s.memorySizeInMB(1000).maxConcurrency(1))
                            .build())),
        "ValidationException",
        "memorySizeInMB");
    refused(
        () ->
            world.config(
                "c",
                r ->
                    r.productionVariants(
                        serverless("v1", 5, null).toBuilder().initialInstanceCount(1).build())),
        "ValidationException",
        "instance settings");
  }

  @Test
  void aRegionHasSoMuchConcurrencyForAnAccount() {
    world.model("v1");
    world.config("big", r -> r.productionVariants(serverless("v1", 200, null)));
    for (int i = 0; i < 5; i++) {
      String name = "e" + i;
      world.sageMaker.createEndpoint(r -> r.endpointName(name).endpointConfigName("big"));
    }

    refused(
        () -> world.sageMaker.createEndpoint(r -> r.endpointName("e5").endpointConfigName("big")),
        "ResourceLimitExceeded",
        "total concurrency");
  }

  @Test
  void provisionedConcurrencyFollowsItsUtilization() {
    serving(10, 1);
    String resource = "endpoint/" + ENDPOINT + "/variant/" + VARIANT;
    var dimension = ScalableDimension.SAGEMAKER_VARIANT_DESIRED_PROVISIONED_CONCURRENCY;
    refused(
        () ->
            world.scaling.registerScalableTarget(r ->
                r.serviceNamespace(ServiceNamespace.SAGEMAKER)
                    .resourceId(resource)
                    .scalableDimension(ScalableDimension.SAGEMAKER_VARIANT_DESIRED_INSTANCE_COUNT)
                    .minCapacity(1)
                    .maxCapacity(4)),
        "ValidationException",
        "not found");
    refused(
        () ->
            world.scaling.registerScalableTarget(r ->
                r.serviceNamespace(ServiceNamespace.SAGEMAKER)
                    .resourceId(resource)
                    .scalableDimension(dimension)
                    .minCapacity(1)
                    .maxCapacity(11)),
        "ValidationException",
        "MaxConcurrency");
    world.scaling.registerScalableTarget(r ->
        r.serviceNamespace(ServiceNamespace.SAGEMAKER)
            .resourceId(resource)
            .scalableDimension(dimension)
            .minCapacity(1)
            .maxCapacity(4));
    world.scaling.putScalingPolicy(r ->
        r.policyName("keep-warm")
            .serviceNamespace(ServiceNamespace.SAGEMAKER)
            .resourceId(resource)
            .scalableDimension(dimension)
            .policyType(PolicyType.TARGET_TRACKING_SCALING)
            .targetTrackingScalingPolicyConfiguration(t ->
                t.targetValue(0.5)
                    .predefinedMetricSpecification(m ->
                        m.predefinedMetricType(
                            MetricType.SAGE_MAKER_VARIANT_PROVISIONED_CONCURRENCY_UTILIZATION))));
    for (int minute = 0; minute < 8; minute++) {
      var _ = world.answered();
      world.advance(60);
    }

    assertThat(shown().currentServerlessConfig().provisionedConcurrency()).isGreaterThan(1);
    assertThat(
            world
                .scaling
                .describeScalingActivities(r -> r.serviceNamespace(ServiceNamespace.SAGEMAKER))
                .scalingActivities()
                .getLast()
                .description())
        .isEqualTo("Setting desired provisioned concurrency to 2.");

    for (int minute = 0; minute < 40; minute++) {
      world.advance(60);
    }
    assertThat(shown().currentServerlessConfig().provisionedConcurrency()).isEqualTo(1);
  }

  @Test
  void itSurvivesARestartInTheMiddleOfAnUpdate() {
    begin(WireWorld.in(directory));
    serving(5, 2);
    world.model("v2");
    world.config("v2", r -> r.productionVariants(serverless("v2", 7, 3)));
    world.update("v2");
    world.advance(100);

    world.restart();

    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.UPDATING);
    assertThat(shown().currentServerlessConfig().provisionedConcurrency()).isEqualTo(2);
    assertThat(world.answered()).isEqualTo("v1");
    world.advance(150);
    assertThat(world.describe().endpointConfigName()).isEqualTo("v2");
    assertThat(shown().currentServerlessConfig().provisionedConcurrency()).isEqualTo(3);
    assertThat(world.answered()).isEqualTo("v2");
    world.advance(120);
    assertThat(world.metric("ModelSetupTime", "SampleCount")).isEmpty();
  }

  private void fault(String json) {
    var _ = world.simulator.faults().add(new JsonMapper().readTree(json.replace('\'', '"')));
  }

  static void refused(Runnable what, String code, String words) {
    assertThatThrownBy(what::run)
        .isInstanceOf(AwsServiceException.class)
        .satisfies(e ->
            assertThat(((AwsServiceException) e).awsErrorDetails().errorCode()).isEqualTo(code))
        .hasMessageContaining(words);
  }
}
