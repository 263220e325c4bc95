package dev.slipway.simulator;

import static dev.slipway.simulator.WireWorld.ENDPOINT;
import static dev.slipway.simulator.WireWorld.VARIANT;
import static dev.slipway.simulator.WireWorld.refused;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelNotReadyException;
import tools.jackson.databind.json.JsonMapper;

/** Serverless endpoints, through AWS's own clients. */
class ServerlessTests extends ServerlessStage {

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
      assertThat(asked.tryAcquire(2, 1, TimeUnit.MINUTES)).isTrue();

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

  private void fault(String json) {
    var _ = world.simulator.faults().add(new JsonMapper().readTree(json.replace('\'', '"')));
  }
}
