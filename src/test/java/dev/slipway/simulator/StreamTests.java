package dev.slipway.simulator;

import static dev.slipway.simulator.WireWorld.ENDPOINT;
import static dev.slipway.simulator.WireWorld.VARIANT;
import static dev.slipway.simulator.WireWorld.instances;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.simulator.serving.Serving;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeAsyncClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InternalStreamFailureException;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponseHandler.Visitor;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelStreamErrorException;
import tools.jackson.databind.json.JsonMapper;

/** Answers in parts, from a model that says its parts when the test tells it to. */
class StreamTests {

  /** What the model does next. */
  private static final String END = "<end>";

  private static final String BREAK = "<break>";

  private final BlockingQueue<String> says = new LinkedBlockingQueue<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private HttpServer model;
  private WireWorld world;
  private SageMakerRuntimeAsyncClient client;

  @BeforeEach
  void aModelThatStreamsServes() throws IOException {
    model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    model.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    model.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          if (exchange.getRequestURI().getPath().equals("/ping")) {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          } else {
            answer(exchange);
          }
        });
    model.start();
    URI address = URI.create("http://127.0.0.1:" + model.getAddress().getPort());
    world = new WireWorld(o -> o.image("123456789012", new Serving.Url(address)));
    world.model("v1");
    world.config("v1", r -> r.productionVariants(instances(VARIANT, "v1", 1)));
    world.create("v1");
    await()
        .until(() -> {
          world.advance(10);
          return world.describe().endpointStatus() == EndpointStatus.IN_SERVICE;
        });
    client =
        SageMakerRuntimeAsyncClient.builder()
            .endpointOverride(world.simulator.uri())
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(SimulatorClients.ANY_KEY))
            .overrideConfiguration(o -> o.retryStrategy(retries -> retries.maxAttempts(1)))
            .build();
  }

  @AfterEach
  void stop() {
    says.add(END);
    client.close();
    world.close();
    model.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/plain");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    try {
      for (String part = says.take(); !part.equals(END); part = says.take()) {
        if (part.equals(BREAK)) {
          // Closing without the last chunk tells the other side that more was to come.
          throw new IOException("broken off");
        }
        out.write(part.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
      exchange.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<Void> invoke() {
    return client.invokeEndpointWithResponseStream(
        r -> r.endpointName(ENDPOINT).body(SdkBytes.fromUtf8String("tell me")),
        InvokeEndpointWithResponseStreamResponseHandler.builder()
            .subscriber(
                Visitor.builder()
                    .onPayloadPart(part -> heard.add(part.bytes().asUtf8String()))
                    .build())
            .build());
  }

  @Test
  void partsArriveWhileTheModelStillWorks() {
    says.add("once ");
    CompletableFuture<Void> whole = invoke();
    await().until(() -> heard.equals(List.of("once ")));
    assertThat(whole).isNotDone();

    says.add("upon ");
    await().until(() -> heard.equals(List.of("once ", "upon ")));
    assertThat(whole).isNotDone();

    says.add("a time");
    says.add(END);
    whole.join();
    assertThat(String.join("", heard)).isEqualTo("once upon a time");
  }

  @Test
  void aModelThatBreaksOffIsTheStreamsError() {
    says.add("once ");
    CompletableFuture<Void> whole = invoke();
    await().until(() -> heard.equals(List.of("once ")));

    says.add(BREAK);

    assertThatThrownBy(whole::join)
        .cause()
        .isInstanceOfSatisfying(
            ModelStreamErrorException.class,
            error -> assertThat(error.errorCode()).isEqualTo("StreamBroken"));
    world.advance(180);
    assertThat(serverErrors()).isEqualTo(1);
  }

  @Test
  void aStreamLastsEightMinutesAtTheMost() {
    says.add("once ");
    CompletableFuture<Void> whole = invoke();
    await().until(() -> heard.equals(List.of("once ")));

    world.advance(8 * 60 - 1);
    says.add("upon ");
    await().until(() -> heard.size() == 2);
    world.advance(1);

    assertThatThrownBy(whole::join)
        .cause()
        .isInstanceOfSatisfying(
            ModelStreamErrorException.class,
            error -> assertThat(error.errorCode()).isEqualTo("ModelInvocationTimeExceeded"));
  }

  @Test
  void faultsBreakStreamsOff() {
    fault("{\"kind\":\"broken_stream\",\"endpoint\":\"fraud\",\"times\":1}");
    fault("{\"kind\":\"broken_stream\",\"endpoint\":\"fraud\",\"internal\":true,\"call\":2}");
    says.addAll(List.of("one", END));
    assertThatThrownBy(invoke()::join).cause().isInstanceOf(ModelStreamErrorException.class);
    // Else the model of the second call could take the end that is meant for the first.
    await().until(says::isEmpty);

    says.addAll(List.of("two", END));
    assertThatThrownBy(invoke()::join).cause().isInstanceOf(InternalStreamFailureException.class);
    assertThat(heard).containsExactly("one", "two");
  }

  @Test
  void anAnswerThatIsLostLeavesNoPlaceTaken() {
    fault(
        "{\"kind\":\"lost_answer\",\"service\":\"sagemaker\",\"operation\":"
            + "\"InvokeEndpointWithResponseStream\",\"times\":1}");
    says.addAll(List.of("one", END));
    assertThatThrownBy(() -> invoke().join()).isInstanceOf(CompletionException.class);
    assertThat(heard).isEmpty();
    fault("{\"kind\":\"model_error\",\"endpoint\":\"fraud\",\"share\":1}");
    assertThatThrownBy(() -> invoke().join()).cause().isInstanceOf(ModelErrorException.class);
    world.advance(180);

    assertThat(concurrent()).isZero();
  }

  private void fault(String json) {
    var _ = world.simulator.faults().add(new JsonMapper().readTree(json));
  }

  private double serverErrors() {
    return metric("Invocation5XXErrors", "Sum");
  }

  private double concurrent() {
    return metric("ConcurrentRequestsPerModel", "Maximum");
  }

  private double metric(String name, String statistic) {
    var now = world.simulator.clock().now();
    var points =
        world
            .cloudWatch
            .getMetricStatistics(r ->
                r.namespace("AWS/SageMaker")
                    .metricName(name)
                    .dimensions(
                        Dimension.builder().name("EndpointName").value(ENDPOINT).build(),
                        Dimension.builder().name("VariantName").value(VARIANT).build())
                    .startTime(now.minusSeconds(180))
                    .endTime(now)
                    .period(60)
                    .statisticsWithStrings(statistic))
            .datapoints();
    assertThat(points).isNotEmpty();
    return points.stream()
        .mapToDouble(point -> statistic.equals("Sum") ? point.sum() : point.maximum())
        .max()
        .orElseThrow();
  }
}
