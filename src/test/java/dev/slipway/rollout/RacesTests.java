package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.wire.Calls;
import dev.slipway.testing.ApiServer.Answer;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every tick is run by two workers at the same moment, and again by one that was thought dead and
 * woke up: what one would have done is done, once.
 */
class RacesTests {

  private static final String ENDPOINT = "prod-fraud-detector";

  @AutoClose private Rehearsal rehearsal;
  private JdbcClient jdbc;

  @BeforeEach
  void start() {
    rehearsal = Rehearsal.start();
    jdbc = rehearsal.api().bean(JdbcClient.class);
  }

  @Test
  void twoLiveWorkersAndAStaleOneDoWhatOneWouldHaveDone() throws Exception {
    int races = 0;
    for (String version : List.of("v1", "v2")) {
      UUID deployment = rehearsal.promote(version);
      races += raceThrough(deployment);
      assertThat(rehearsal.deployment(deployment).at("/state")).isEqualTo("SUCCEEDED");
    }
    Answer retirement =
        rehearsal
            .api()
            .post("/v1/endpoints/" + ENDPOINT + "/retirements", "{\"reason\": \"unused\"}");
    UUID retired = UUID.fromString(retirement.at("/id"));
    races += raceThrough(retired);
    assertThat(rehearsal.deployment(retired).at("/state")).isEqualTo("SUCCEEDED");
    System.out.println("Races: " + races + " ticks, each run by two workers and a stale one");
    Map<String, Long> done =
        rehearsal.calls().stream()
            .filter(call -> call.outcome().equals("OK"))
            .filter(call -> call.operation().matches("(Create|Update).*"))
            .filter(call -> !call.operation().matches("CreateBucket|CreateRepository"))
            .collect(
                Collectors.groupingBy(Calls.Made::operation, TreeMap::new, Collectors.counting()));
    assertThat(done)
        .isEqualTo(
            Map.of(
                "CreateRole", 1L,
                "CreateModel", 2L,
                "CreateEndpointConfig", 2L,
                "CreateEndpoint", 1L,
                "UpdateEndpoint", 1L));
    for (String kind : List.of("endpoint", "endpoint-config", "model")) {
      assertThat(rehearsal.snapshot().path("sagemaker." + kind).size()).isZero();
    }
    assertThat(
            rehearsal
                .api()
                .bean(dev.slipway.history.History.class)
                .verify("endpoint", ENDPOINT)
                .intact())
        .isTrue();
    assertThat(
            jdbc.sql(
                    "select count(*) - count(distinct (deployment_id, data ->> 'step'))"
                        + " from history where type = 'step.done'")
                .query(Long.class)
                .single())
        .as("each step's end is recorded once")
        .isZero();
  }

  private int raceThrough(UUID deployment) throws Exception {
    int ticks = 0;
    try (ExecutorService workers = Executors.newFixedThreadPool(3)) {
      for (int i = 0; i < 2000; i++) {
        List<Long> due =
            jdbc.sql(
                    "select task_instance from scheduled_tasks where execution_time <= ?"
                        + " order by execution_time")
                .param(Timestamp.from(rehearsal.simulator().clock().now()))
                .query((row, number) -> Long.parseLong(row.getString(1).split("/", 2)[1]))
                .list();
        for (long tick : due) {
          ticks++;
          Callable<Boolean> worker =
              () -> {
                rehearsal.scheduler().tick(deployment, tick);
                return true;
              };
          Callable<Boolean> stale =
              () -> {
                rehearsal.scheduler().tick(deployment, Math.max(0, tick - 1));
                return true;
              };
          for (Future<Boolean> ran : workers.invokeAll(List.of(worker, worker, stale))) {
            assertThat(ran.get()).isTrue();
          }
          jdbc.sql("delete from scheduled_tasks where task_instance = ?")
              .param(deployment + "/" + tick)
              .update();
        }
        if (due.isEmpty()) {
          if (!rehearsal.deployment(deployment).at("/finished_at").isEmpty()) return ticks;
          rehearsal.simulator().clock().advance(Duration.ofSeconds(5));
        }
      }
    }
    throw new IllegalStateException(rehearsal.deployment(deployment).http().body());
  }
}
