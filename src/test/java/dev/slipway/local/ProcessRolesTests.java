package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.slipway.Slipway;
import dev.slipway.base.WallClock;
import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Processes on one database that share what there is to do: the demo comes live all the same. */
class ProcessRolesTests {

  private static final String DEPLOYMENTS = "/v1/deployments?endpoint=prod-fraud-detector";
  private static final Duration LONG = Duration.ofMinutes(2);

  @AutoClose
  private final Simulator simulator =
      Simulator.start(SimulatorOptions.builder().speed(60).provisioningSpeed(120).build());

  private final String database = TestPostgres.freshDatabase();

  @Test
  void whatOneProcessIsAskedForAnotherOneDoes() {
    new DemoCloud(new SimulatorClient(simulator.uri(), "us-east-1", WallClock.system())).seed();
    try (ApiServer asked = process("api,proxy", true)) {
      await().atMost(LONG).until(() -> !state(asked).isEmpty());

      assertThat(asked.bean(Scheduler.class).getSchedulerState().isStarted()).isFalse();
      assertThat(isHealthy(asked)).isTrue();
      assertThat(tasks(asked)).containsExactly("deployment-tick");
      assertThat(state(asked)).isEqualTo("QUEUED");

      try (ApiServer worker = process("worker", false)) {
        await().atMost(LONG).until(() -> state(asked).equals("SUCCEEDED"));

        assertThat(tasks(asked)).contains("send-webhooks", "look-for-drift");
        assertThat(isHealthy(worker)).isTrue();
        assertThat(worker.setting("local.proxy.port")).isEqualTo("null");
      }
      assertThat(asked.setting("local.proxy.port")).isNotEqualTo("null");
      await().atMost(LONG).until(() -> predict(asked) == 200);
    }
  }

  @Test
  void thePortOfAProcessWithoutTheApiTellsHowItIsAndWhereElseToAsk() {
    try (ApiServer worker = process("worker", false)) {
      for (String path : new String[] {"/readyz", "/livez", "/problems/no-api-here"}) {
        assertThat(worker.send("GET", path, null).status()).as(path).isEqualTo(200);
      }
      for (String path :
          new String[] {"/", "/v1/models", "/v1/session", "/docs", "/openapi.yaml"}) {
        Answer answer = worker.get(path);
        assertThat(answer.status()).as(path).isEqualTo(404);
        assertThat(answer.at("/code")).as(path).isEqualTo("no-api-here");
        assertThat(answer.at("/detail")).contains("slipway.roles", "Ask one that does.");
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
      }
    }
  }

  @Test
  void aProxyThatEndsIsNotReadyFromThenOnAndGoesOnToServeForAWhile() throws Exception {
    ApiServer proxy = process("proxy", false, "3s");
    assertThat(status(at(proxy, "local.server.port", "/readyz"))).isEqualTo(200);

    CompletableFuture<Void> ended = CompletableFuture.runAsync(proxy::close);
    await().until(() -> status(at(proxy, "local.server.port", "/readyz")) == 503);
    assertThat(predict(proxy)).as("an endpoint that there is not").isEqualTo(404);
    assertThat(status(at(proxy, "local.server.port", "/readyz"))).isEqualTo(503);
    assertThat(ended).isNotDone();
    ended.get(1, TimeUnit.MINUTES);
  }

  private ApiServer process(String roles, boolean demo) {
    return process(roles, demo, "0s");
  }

  private ApiServer process(String roles, boolean demo, String notice) {
    return ApiServer.startOn(
        database,
        Slipway.class,
        Map.of(
            "slipway.roles", roles,
            "slipway.cloud", "simulator",
            "slipway.aws.endpoint", simulator.uri(),
            "slipway.demo", demo,
            "slipway.proxy.port", "0",
            "slipway.proxy.notice", notice,
            "slipway.proxy.address", "127.0.0.1",
            "slipway.secrets.keys", "dGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXktdGVzdCE=",
            "management.server.port", "0",
            "db-scheduler.enabled", "true"));
  }

  private static String state(ApiServer process) {
    return process.get(DEPLOYMENTS).at("/items/0/state");
  }

  private static List<String> tasks(ApiServer process) {
    return new ArrayList<>(
        process
            .bean(JdbcClient.class)
            .sql("select distinct task_name from scheduled_tasks")
            .query(String.class)
            .list());
  }

  private static boolean isHealthy(ApiServer process) {
    return status(at(process, "local.management.port", "/actuator/health")) == 200;
  }

  private static int predict(ApiServer process) {
    return status(
        at(process, "local.proxy.port", "/predict/prod/fraud-detector")
            .header("Authorization", "Bearer " + ApiServer.TOKEN)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"features\": [0.5, 1.2, 3.4, 0.8]}")));
  }

  private static HttpRequest.Builder at(ApiServer process, String port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + process.setting(port) + path));
  }

  private static int status(HttpRequest.Builder request) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
