package dev.slipway.simulator;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.sagemaker.Undocumented;
import dev.slipway.simulator.serving.Serving;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sts.StsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulatorTests {

  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
  private static final JsonMapper JSON = new JsonMapper();

  private static SimulatorOptions.Builder still() {
    return SimulatorOptions.builder().manualClock(true).start(START);
  }

  @Test
  void itsClockIsReadAndMovedOverHttp() throws Exception {
    try (Simulator simulator = Simulator.start(still().build())) {
      assertThat(call(simulator, "GET", "health", "").path("status").asString()).isEqualTo("UP");
      JsonNode clock = call(simulator, "GET", "clock", "");
      assertThat(clock.path("now").asString()).isEqualTo("2026-01-05T09:00:00Z");
      assertThat(clock.path("factor").asDouble()).isEqualTo(1);
      assertThat(clock.path("wall").asString()).isNotEmpty();

      call(simulator, "PUT", "clock", "{\"advance_seconds\":90.5}");

      assertThat(simulator.clock().now()).isEqualTo(START.plusMillis(90_500));
      assertThat(call(simulator, "PUT", "clock", "{}").path("message").asString())
          .contains("advance_seconds");
      assertThat(call(simulator, "PUT", "clock", "{\"advance_seconds\":-1}").has("message"))
          .isTrue();
    }
  }

  @Test
  void faultsStrikeCallsAndAreTakenAway() throws Exception {
    try (Simulator simulator = Simulator.start(still().build())) {
      SnsClient sns = client(SnsClient.builder(), simulator.uri());
      JsonNode fault =
          call(
              simulator,
              "POST",
              "faults",
              "{\"kind\":\"error\",\"service\":\"sns\",\"operation\":\"CreateTopic\","
                  + "\"status\":503,\"code\":\"ServiceUnavailable\"}");

      assertThatThrownBy(() -> sns.createTopic(r -> r.name("t")))
          .isInstanceOf(SnsException.class)
          .hasMessageContaining("Status Code: 503");
      assertThat(sns.listTopics().topics()).isEmpty();
      assertThat(call(simulator, "GET", "faults", "").get(0).path("struck").asInt()).isEqualTo(1);
      call(simulator, "DELETE", "faults/" + fault.path("id").asString(), "");
      call(
          simulator,
          "POST",
          "faults",
          "{\"kind\":\"lost_answer\",\"service\":\"sns\",\"operation\":\"CreateTopic\"}");
      assertThatThrownBy(() -> sns.createTopic(r -> r.name("t")))
          .isInstanceOf(SdkClientException.class);
      assertThat(sns.listTopics().topics()).hasSize(1);
      call(simulator, "DELETE", "faults", "");
      sns.createTopic(r -> r.name("u"));
      assertThat(call(simulator, "POST", "faults", "{\"kind\":\"x\"}").has("message")).isTrue();
    }
  }

  @Test
  void callsMessagesAndStateCanBeRead() throws Exception {
    try (Simulator simulator = Simulator.start(still().build())) {
      SnsClient sns = client(SnsClient.builder(), simulator.uri());
      String arn = sns.createTopic(r -> r.name("t")).topicArn();
      sns.publish(r -> r.topicArn(arn).message("hello"));

      JsonNode calls = call(simulator, "GET", "calls", "");
      assertThat(calls.values().stream().map(c -> c.path("operation").asString()))
          .containsExactly("CreateTopic", "Publish");
      assertThat(calls.get(0).path("service").asString()).isEqualTo("SNS");
      assertThat(calls.get(0).path("accessKeyId").asString()).isEqualTo("AKIATEST");
      assertThat(calls.get(0).path("outcome").asString()).isEqualTo("OK");
      assertThat(calls.get(0).path("at").asString()).isEqualTo("2026-01-05T09:00:00Z");
      assertThat(call(simulator, "GET", "messages", "").get(0).path("message").asString())
          .isEqualTo("hello");
      assertThat(call(simulator, "GET", "snapshot", "").path("sns.topic").has(arn)).isTrue();
      assertThat(call(simulator, "GET", "nothing", "").path("message").asString())
          .contains("There is no GET /_slipway/nothing");
    }
  }

  @Test
  void timeStandsStillWhileItIsClosedAndStateIsKept(@TempDir Path directory) {
    SimulatorOptions options = still().directory(directory).build();
    String arn;
    try (Simulator simulator = Simulator.start(options)) {
      simulator.clock().advance(Duration.ofHours(3));
      arn = client(SnsClient.builder(), simulator.uri()).createTopic(r -> r.name("t")).topicArn();
      assertThatThrownBy(() -> Simulator.start(options))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Another simulator");
    }

    try (Simulator simulator = Simulator.start(options)) {
      assertThat(simulator.clock().now()).isEqualTo(START.plus(Duration.ofHours(3)));
      SnsClient sns = client(SnsClient.builder(), simulator.uri());
      assertThat(sns.getTopicAttributes(r -> r.topicArn(arn)).attributes()).isNotEmpty();
    }
  }

  @Test
  void alarmsDoNotMissTheirDataAfterARestart(@TempDir Path directory) {
    SimulatorOptions options = still().directory(directory).build();
    try (Simulator simulator = Simulator.start(options)) {
      CloudWatchClient cloudWatch = client(CloudWatchClient.builder(), simulator.uri());
      cloudWatch.putMetricAlarm(r ->
          r.alarmName("a")
              .namespace("shop")
              .metricName("orders")
              .statistic("Sum")
              .period(60)
              .evaluationPeriods(3)
              .threshold(5.0)
              .comparisonOperator("GreaterThanThreshold"));
      cloudWatch.putMetricData(
          r -> r.namespace("shop").metricData(one -> one.metricName("orders").value(1.0)));
      simulator.clock().advance(Duration.ofMinutes(1));
      assertThat(alarm(cloudWatch)).isEqualTo("OK");
    }

    try (Simulator simulator = Simulator.start(options)) {
      simulator.clock().advance(Duration.ofMinutes(2));
      assertThat(alarm(client(CloudWatchClient.builder(), simulator.uri()))).isEqualTo("OK");
    }
  }

  private static String alarm(CloudWatchClient cloudWatch) {
    return cloudWatch.describeAlarms().metricAlarms().getFirst().stateValueAsString();
  }

  @Test
  void aTakenPortIsSaidSo() {
    try (Simulator simulator = Simulator.start(still().build())) {
      SimulatorOptions same = still().port(simulator.uri().getPort()).build();

      assertThatThrownBy(() -> Simulator.start(same))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Cannot listen on 127.0.0.1:" + simulator.uri().getPort());
    }
  }

  @Test
  void aRunningClockFollowsItsFactor() {
    try (Simulator simulator =
        Simulator.start(SimulatorOptions.builder().start(START).speed(100_000).build())) {
      assertThat(client(StsClient.builder(), simulator.uri()).getCallerIdentity().account())
          .isEqualTo("123456789012");
      assertThat(simulator.clock().now()).isAfter(START.plusSeconds(60));
      assertThat(simulator.clock().factor()).isEqualTo(100_000);
    }
  }

  @Test
  void theCommandLineSaysHowItIsStarted() {
    SimulatorOptions options =
        SimulatorMain.options(
            List.of(
                "--port",
                "0",
                "--directory",
                "state",
                "--speed",
                "60",
                "--metric-delay",
                "30",
                "--image",
                "team/=url:http://127.0.0.1:9000",
                "--image",
                "123.dkr.ecr.us-east-1.amazonaws.com/x=process:python3 serve.py {port}",
                "--undocumented",
                "ROLLBACK_SHOWN_AS_ROLLING_BACK"));

    assertThat(options.port()).isZero();
    assertThat(options.directory()).contains(Path.of("state"));
    assertThat(options.provisioningSpeed()).isEqualTo(60);
    assertThat(options.metricDelay()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.images().values())
        .containsExactlyInAnyOrder(
            new Serving.Url(URI.create("http://127.0.0.1:9000")),
            new Serving.Program(List.of("python3", "serve.py", "{port}")));
    assertThat(options.sageMaker().departures())
        .containsExactly(Undocumented.ROLLBACK_SHOWN_AS_ROLLING_BACK);
    assertThatThrownBy(() -> SimulatorMain.options(List.of("--undocumented", "GRAVITY")))
        .hasMessageContaining("--undocumented knows no GRAVITY");
    assertThatThrownBy(() -> SimulatorMain.options(List.of("--image", "x=docker")))
        .hasMessageContaining("process:COMMAND or url:");
    assertThatThrownBy(() -> SimulatorMain.options(List.of("--speed", "0")))
        .hasMessageContaining("--speed needs a number");
    assertThatThrownBy(() -> SimulatorMain.options(List.of("--fast", "1")))
        .hasMessageContaining("--fast is unknown");
  }

  private static JsonNode call(Simulator simulator, String method, String path, String body)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(simulator.uri().resolve("/_slipway/" + path))
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build();
      String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return answer.isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer);
    }
  }
}
