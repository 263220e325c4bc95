package dev.slipway.simulator;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.simulator.serving.Serving;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DeploymentConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.SageMakerRuntimeException;

/** A team's own serving program behind an endpoint: real processes, real sockets. */
class OwnProgramTests {

  private static final String SCRIPT =
      """
      import com.sun.net.httpserver.HttpServer;
      import java.net.InetSocketAddress;

      public class Serve {
        public static void main(String[] args) throws Exception {
          String version = System.getenv("VERSION");
          System.out.println("serving " + version);
          if (version.equals("broken")) {
            System.err.println("no such model: " + version);
            System.exit(1);
          }
          HttpServer server = HttpServer.create(
              new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 0);
          server.createContext("/", exchange -> {
            boolean ping = exchange.getRequestURI().getPath().equals("/ping");
            byte[] answer =
                ping ? new byte[0] : (version + " " + ProcessHandle.current().pid()).getBytes();
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(
                !ping && version.equals("faulty") ? 500 : 200, ping ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
          server.start();
        }
      }
      """;

  /** The article's canary, with more time than a busy machine needs to start the programs. */
  private static final DeploymentConfig PATIENT = canary(300);

  private static DeploymentConfig canary(int wait, String... alarms) {
    DeploymentConfig article = TestWorld.canary(alarms);
    return article.toBuilder()
        .blueGreenUpdatePolicy(
            article.blueGreenUpdatePolicy().toBuilder()
                .trafficRoutingConfiguration(
                    article.blueGreenUpdatePolicy().trafficRoutingConfiguration().toBuilder()
                        .waitIntervalInSeconds(wait)
                        .build())
                .maximumExecutionTimeoutInSeconds(28_800)
                .build())
        .build();
  }

  @TempDir private Path directory;
  private final Set<Long> pids = new HashSet<>();

  @Test
  void aProgramIsDeployedRolledOverAndRolledBackAndNoneIsLeftBehind() throws IOException {
    Path script = Files.writeString(directory.resolve("Serve.java"), SCRIPT);
    // Compiled once here, not by each of the processes.
    assertThat(
            ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(System.out, System.err, "-d", directory.toString(), script.toString()))
        .isZero();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Serving program =
        new Serving.Program(
            List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                directory.toString(),
                "Serve",
                "{port}"));
    try (Simulator simulator =
        Simulator.start(
            SimulatorOptions.builder().speed(300).image("team/serving", program).build())) {
      SageMakerClient sageMaker = client(SageMakerClient.builder(), simulator.uri());
      SageMakerRuntimeClient runtime = client(SageMakerRuntimeClient.builder(), simulator.uri());
      for (String version : new String[] {"one", "two", "broken", "faulty"}) {
        version(sageMaker, version, "team/serving:1");
      }
      sageMaker.createEndpoint(r -> r.endpointName("e").endpointConfigName("one"));
      assertThat(settled(sageMaker).endpointConfigName()).isEqualTo("one");
      assertThat(answers(runtime)).isEqualTo("one");

      sageMaker.updateEndpoint(
          r -> r.endpointName("e").endpointConfigName("two").deploymentConfig(PATIENT));
      assertThat(settled(sageMaker).endpointConfigName()).isEqualTo("two");
      assertThat(answers(runtime)).isEqualTo("two");

      sageMaker.updateEndpoint(
          r -> r.endpointName("e").endpointConfigName("broken").deploymentConfig(PATIENT));
      DescribeEndpointResponse back = settled(sageMaker);
      assertThat(back.endpointConfigName()).isEqualTo("two");
      assertThat(back.failureReason()).contains("did not pass the ping health check");
      assertThat(answers(runtime)).isEqualTo("two");
      assertThat(written(simulator))
          .contains("serving one", "serving two", "serving broken", "no such model: broken");

      errorAlarm(simulator, "faulty");
      sageMaker.updateEndpoint(r ->
          r.endpointName("e")
              .endpointConfigName("faulty")
              .deploymentConfig(canary(3600, "errors")));
      back = settled(sageMaker, () -> tried(runtime));
      assertThat(back.endpointConfigName()).isEqualTo("two");
      assertThat(back.failureReason()).contains("ALARM", "errors");
      assertThat(answers(runtime)).isEqualTo("two");

      long killed = pid(invoke(runtime));
      var _ = ProcessHandle.of(killed).orElseThrow().destroyForcibly();
      Set<Long> before = Set.copyOf(pids);
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> {
            tried(runtime);
            return alive() == 2 && !before.containsAll(pids);
          });
      assertThat(answers(runtime)).isEqualTo("two");
    }
    assertThat(pids).hasSizeGreaterThanOrEqualTo(3);
    assertThat(alive()).isZero();
  }

  @Test
  void aServerThatAlreadyRunsAnswersBehindAnEndpoint() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          byte[] answer =
              ("got " + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (Simulator simulator =
        Simulator.start(
            SimulatorOptions.builder()
                .speed(1000)
                .image("team/", Serving.parse("url:" + base))
                .build())) {
      SageMakerClient sageMaker = client(SageMakerClient.builder(), simulator.uri());
      version(sageMaker, "one", "team/serving:1");
      sageMaker.createEndpoint(r -> r.endpointName("e").endpointConfigName("one"));
      assertThat(settled(sageMaker).endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);

      assertThat(invoke(client(SageMakerRuntimeClient.builder(), simulator.uri())))
          .isEqualTo("got {}");
    } finally {
      server.stop(0);
    }
  }

  /** What the programs wrote, as CloudWatch Logs shows it. */
  private static List<String> written(Simulator simulator) {
    return client(CloudWatchLogsClient.builder(), simulator.uri())
        .filterLogEvents(r -> r.logGroupName("/aws/sagemaker/Endpoints/e"))
        .events()
        .stream()
        .map(FilteredLogEvent::message)
        .toList();
  }

  private static void version(SageMakerClient sageMaker, String version, String image) {
    sageMaker.createModel(r ->
        r.modelName(version)
            .primaryContainer(c -> c.image(image).environment(Map.of("VERSION", version))));
    sageMaker.createEndpointConfig(r ->
        r.endpointConfigName(version)
            .productionVariants(v ->
                v.variantName("AllTraffic")
                    .modelName(version)
                    .instanceType("ml.m5.large")
                    .initialInstanceCount(2)));
  }

  /** On any error of the endpoint under that configuration: a minute is short at this speed. */
  private static void errorAlarm(Simulator simulator, String config) {
    client(CloudWatchClient.builder(), simulator.uri())
        .putMetricAlarm(r ->
            r.alarmName("errors")
                .namespace("AWS/SageMaker")
                .metricName("Invocation5XXErrors")
                .dimensions(
                    dimension("EndpointName", "e"),
                    dimension("VariantName", "AllTraffic"),
                    dimension("EndpointConfigName", config))
                .statistic("Sum")
                .period(60)
                .evaluationPeriods(1)
                .threshold(0.0)
                .comparisonOperator("GreaterThanThreshold")
                .treatMissingData("notBreaching"));
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  /** Asks once more; what answers, or whether at all, is not of interest. */
  private void tried(SageMakerRuntimeClient runtime) {
    try {
      pids.add(pid(invoke(runtime)));
    } catch (SageMakerRuntimeException e) {
      assertThat(e.statusCode()).isIn(424, 503);
    }
  }

  private static long pid(String answer) {
    return Long.parseLong(answer.substring(answer.indexOf(' ') + 1));
  }

  private static DescribeEndpointResponse settled(SageMakerClient sageMaker) {
    return settled(sageMaker, () -> {});
  }

  private static DescribeEndpointResponse settled(SageMakerClient sageMaker, Runnable meanwhile) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              meanwhile.run();
              return sageMaker.describeEndpoint(r -> r.endpointName("e"));
            },
            endpoint ->
                endpoint.endpointStatus() == EndpointStatus.IN_SERVICE
                    || endpoint.endpointStatus() == EndpointStatus.FAILED);
  }

  /** The version that answers; notes every process seen. */
  private String answers(SageMakerRuntimeClient runtime) {
    String version = "";
    for (int i = 0; i < 20; i++) {
      String answer = invoke(runtime);
      version = answer.substring(0, answer.indexOf(' '));
      pids.add(pid(answer));
    }
    return version;
  }

  private static String invoke(SageMakerRuntimeClient runtime) {
    return runtime
        .invokeEndpoint(r ->
            r.endpointName("e").contentType("application/json").body(SdkBytes.fromUtf8String("{}")))
        .body()
        .asUtf8String();
  }

  private long alive() {
    return pids.stream()
        .filter(pid -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent())
        .count();
  }
}
