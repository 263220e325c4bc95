package dev.slipway.simulator;

import static dev.slipway.simulator.SimulatorClients.client;
import static dev.slipway.simulator.WireWorld.ENDPOINT;
import static dev.slipway.simulator.WireWorld.VARIANT;
import static dev.slipway.simulator.WireWorld.instances;
import static dev.slipway.simulator.WireWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.simulator.serving.Serving;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncResponse;
import software.amazon.awssdk.services.sns.SnsClient;

/** Asynchronous endpoints: requests wait in a queue, answers come to S3, topics are told. */
class AsyncTests {

  @TempDir private Path directory;
  private final Semaphore asked = new Semaphore(0);
  private final Semaphore answers = new Semaphore(0);
  private HttpServer model;
  private WireWorld world = new WireWorld();

  @BeforeEach
  void oneInstanceServesOneRequestAtATime() throws Exception {
    model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    model.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    model.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean work = exchange.getRequestURI().getPath().equals("/invocations");
          if (work) {
            asked.release();
            answers.acquireUninterruptibly();
          }
          exchange.sendResponseHeaders(200, work ? body.length : -1);
          if (work) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    model.start();
    URI address = URI.create("http://127.0.0.1:" + model.getAddress().getPort());
    world.close();
    world =
        new WireWorld(o -> o.image("123456789012", new Serving.Url(address)).directory(directory));
    world.model("v1");
    SnsClient sns = client(SnsClient.builder(), world.simulator.uri());
    String good = sns.createTopic(r -> r.name("good")).topicArn();
    String bad = sns.createTopic(r -> r.name("bad")).topicArn();
    world.config(
        "v1",
        r ->
            r.productionVariants(instances(VARIANT, "v1", 1))
                .asyncInferenceConfig(a ->
                    a.clientConfig(c -> c.maxConcurrentInvocationsPerInstance(1))
                        .outputConfig(o ->
                            o.s3OutputPath("s3://models/out")
                                .s3FailurePath("s3://models/failed")
                                .notificationConfig(n -> n.successTopic(good).errorTopic(bad)))));
    world.create("v1");
    for (int i = 0;
        i < 1000 && world.describe().endpointStatus() != EndpointStatus.IN_SERVICE;
        i++) {
      world.advance(1);
    }
    for (String name : List.of("one", "two")) {
      world.s3.putObject(r -> r.bucket("models").key("in/" + name), RequestBody.fromString(name));
    }
  }

  @AfterEach
  void stop() {
    answers.release(100);
    world.close();
    model.stop(0);
  }

  private InvokeEndpointAsyncResponse ask(
      String name, Consumer<InvokeEndpointAsyncRequest.Builder> more) {
    return world.runtime.invokeEndpointAsync(r ->
        more.accept(
            r.endpointName(ENDPOINT).inputLocation("s3://models/in/" + name).inferenceId(name)));
  }

  private void untilAsked() throws InterruptedException {
    assertThat(asked.tryAcquire(1, TimeUnit.MINUTES)).as("the model is asked").isTrue();
  }

  private String content(String location) {
    String key = location.substring("s3://models/".length());
    await().until(() -> world.keys("models").contains(key));
    return world.s3.getObjectAsBytes(r -> r.bucket("models").key(key)).asUtf8String();
  }

  private List<String> told(String topic) {
    return world.simulator.topics().messages().stream()
        .filter(message -> message.topicArn().endsWith(topic))
        .map(message -> message.message())
        .toList();
  }

  private double backlog() {
    return newest("ApproximateBacklogSize");
  }

  private double newest(String metric) {
    var now = world.simulator.clock().now();
    return world
        .cloudWatch
        .getMetricStatistics(r ->
            r.namespace("AWS/SageMaker")
                .metricName(metric)
                .dimensions(Dimension.builder().name("EndpointName").value(ENDPOINT).build())
                .startTime(now.minusSeconds(600))
                .endTime(now)
                .period(60)
                .statisticsWithStrings("Maximum"))
        .datapoints()
        .stream()
        .mapToDouble(point -> point.maximum())
        .max()
        .orElse(-1);
  }

  @Test
  void requestsWaitForRoomAndAreAnsweredInS3() throws Exception {
    InvokeEndpointAsyncResponse first = ask("one", _ -> {});
    InvokeEndpointAsyncResponse second = ask("two", _ -> {});
    untilAsked();
    assertThat(asked.tryAcquire()).isFalse();
    world.advance(180);
    assertThat(backlog()).isEqualTo(2);

    answers.release(2);

    assertThat(content(first.outputLocation())).isEqualTo("one");
    assertThat(content(second.outputLocation())).isEqualTo("two");
    await().until(() -> told("good").size() == 2);
    assertThat(told("good").getFirst())
        .contains("\"invocationStatus\":\"Completed\"")
        .contains("\"inferenceId\":\"one\"");
    assertThat(told("bad")).isEmpty();
  }

  @Test
  void whatWaitsLongerThanItMayFails() throws Exception {
    var _ = ask("one", _ -> {});
    untilAsked();
    InvokeEndpointAsyncResponse late = ask("two", r -> r.requestTTLSeconds(60));

    world.advance(120);

    assertThat(content(late.failureLocation())).contains("RequestTTLSeconds");
    await().until(() -> told("bad").size() == 1);
    assertThat(told("bad").getFirst()).contains("\"inferenceId\":\"two\"").contains("Failed");
    answers.release(2);
    await().until(() -> told("good").size() == 1);
  }

  @Test
  void aMissingInputIsAFailure() {
    InvokeEndpointAsyncResponse lost = ask("nothing", _ -> {});

    assertThat(content(lost.failureLocation())).contains("Could not find the input");
  }

  @Test
  void whatWaitsSurvivesARestart() throws Exception {
    var _ = ask("one", _ -> {});
    InvokeEndpointAsyncResponse second = ask("two", _ -> {});
    untilAsked();

    world.restart();
    answers.release(10);
    await()
        .until(() -> {
          world.advance(60);
          return world
              .keys("models")
              .contains(second.outputLocation().substring("s3://models/".length()));
        });

    assertThat(content(second.outputLocation())).isEqualTo("two");
  }

  @Test
  void itMayHaveNoInstanceAndItsRequestsWaitForOne() {
    bounds(0, 0);
    world.advance(180);
    assertThat(world.describe().productionVariants().getFirst().currentInstanceCount()).isZero();

    InvokeEndpointAsyncResponse waiting = ask("one", _ -> {});
    world.advance(180);
    assertThat(asked.tryAcquire()).isFalse();
    assertThat(newest("HasBacklogWithoutCapacity")).isEqualTo(1);

    bounds(0, 1);
    bounds(1, 1);
    answers.release();
    await()
        .until(() -> {
          world.advance(60);
          return asked.tryAcquire();
        });
    assertThat(content(waiting.outputLocation())).isEqualTo("one");
  }

  @Test
  void itsInstancesMayBeTakenAwayByHand() {
    world.sageMaker.updateEndpointWeightsAndCapacities(r ->
        r.endpointName(ENDPOINT)
            .desiredWeightsAndCapacities(d -> d.variantName(VARIANT).desiredInstanceCount(0)));
    world.advance(300);

    assertThat(world.describe().endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
    assertThat(world.describe().productionVariants().getFirst().currentInstanceCount()).isZero();
  }

  private void bounds(int min, int max) {
    world.scaling.registerScalableTarget(r ->
        r.serviceNamespace("sagemaker")
            .resourceId("endpoint/" + ENDPOINT + "/variant/" + VARIANT)
            .scalableDimension("sagemaker:variant:DesiredInstanceCount")
            .minCapacity(min)
            .maxCapacity(max));
  }

  @Test
  void itIsNotInvokedPlainly() {
    refused(() -> world.invoke(), "ValidationError", "is asynchronous");
    assertThat(world.describe().asyncInferenceConfig().outputConfig().s3OutputPath())
        .isEqualTo("s3://models/out");
  }
}
