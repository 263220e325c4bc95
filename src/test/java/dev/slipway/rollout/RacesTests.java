package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.rollout.StartDeployment.Asked;
import dev.slipway.simulator.wire.Calls;
import dev.slipway.testing.ApiServer.Answer;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

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

  @Test
  void anAbortThatComesAsATickIsStoredHurriesTheNextOne() throws Exception {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    rehearsal.untilWaitingFor(update, "canary");
    Deployment seen = rehearsal.api().bean(Deployments.class).withId(update);
    Outcome look = new Outcome.Waiting(Duration.ofMinutes(2), "the canary", null);
    try (ExecutorService person = Executors.newSingleThreadExecutor()) {
      Future<Deployment> aborted =
          inOneTransaction(() -> {
            rehearsal.api().bean(StoreRuling.class).store(seen, look, List.of());
            Future<Deployment> waiting =
                person.submit(() ->
                    rehearsal
                        .api()
                        .bean(AbortDeployment.class)
                        .cancel(update, seen.state(), new Asked("token:admin", "too slow")));
            untilSomebodyWaits();
            return waiting;
          });
      assertThat(aborted.get().abort()).isNotNull();
    }
    assertThat(due()).containsExactly(update + "/" + (seen.tick() + 1));
  }

  @Test
  void whatLooksForAnotherTypeIsSupersededAsItFindsOne() throws Exception {
    rehearsal.live("v1");
    rehearsal.override(
        ENDPOINT,
        "{\"hosting\": {\"instance_type\": \"ml.c5.2xlarge\", \"instance_count\": 2,"
            + " \"alternative_instance_types\": [\"ml.m5.xlarge\"]}}");
    rehearsal.fault("{\"kind\": \"capacity\", \"instance_type\": \"ml.c5.2xlarge\"}");
    UUID update = rehearsal.promote("v2");
    rehearsal.scheduler().tickInto(update, "ANOTHER_TYPE");
    Deployment seen = rehearsal.api().bean(Deployments.class).withId(update);
    Endpoints endpoints = rehearsal.api().bean(Endpoints.class);
    Endpoint endpoint = endpoints.named(ENDPOINT);
    try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
      Future<?> tick =
          inOneTransaction(() -> {
            endpoints.reserve(ENDPOINT);
            Future<?> ticking =
                worker.submit(() -> rehearsal.scheduler().tick(update, seen.tick()));
            untilSomebodyWaits();
            assertThat(
                    rehearsal
                        .api()
                        .bean(StartDeployment.class)
                        .supersede(endpoint, null, new Asked("token:admin", "a better one")))
                .isPresent();
            return ticking;
          });
      tick.get();
    }
    Answer ended = rehearsal.untilEnd(update);
    assertThat(ended.at("/state")).isEqualTo("ROLLED_BACK");
    assertThat(ended.at("/retried_by")).isEmpty();
  }

  @Test
  void aRollbackThatIsAskedForAsATickIsStoredUndoesWhatThatTickBegan() throws Exception {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v2");
    Deployment queued = rehearsal.api().bean(Deployments.class).withId(update);
    Outcome look = new Outcome.Waiting(Duration.ofMinutes(2), "the endpoint", null);
    Future<Deployment> asked =
        rollbackWhile(() -> rehearsal.api().bean(StoreRuling.class).store(queued, look, List.of()));
    assertThat(asked.get().abort()).as("it is always accepted").isNotNull();
    assertThat(asked.get().state()).isEqualTo(DeploymentState.PREPARING);
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("CANCELED");
  }

  @Test
  void aRollbackIsNotLeftToAnUpdateThatComesToNeedAttentionAtThatMoment() throws Exception {
    rehearsal.live("v1");
    UUID update = rehearsal.promote("v3");
    rehearsal.untilWaitingFor(update, "Baking");
    rehearsal.aws().alarms().fireErrorsOf("-r2-a2-");
    rehearsal.scheduler().tick(update);
    Deployment back = rehearsal.api().bean(Deployments.class).withId(update);
    assertThat(back.goesBack()).isTrue();
    Outcome stuck = new Outcome.Stuck("update-rollback-failed", "Mixed fleets serve.", null);
    Future<Deployment> asked =
        rollbackWhile(() -> rehearsal.api().bean(StoreRuling.class).store(back, stuck, List.of()));
    assertThat(asked)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .havingRootCause()
        .isInstanceOf(Conflict.class)
        .withMessageContaining("NEEDS_ATTENTION");
  }

  @Test
  void aRollbackIsNotLeftToAnotherThatIsCalledOffAtThatMoment() throws Exception {
    rehearsal.live("v1");
    rehearsal.live("v2");
    Answer first =
        rehearsal
            .api()
            .post("/v1/endpoints/" + ENDPOINT + "/rollbacks", "{\"reason\": \"it is slow\"}");
    UUID rollback = UUID.fromString(first.at("/id"));
    Future<Deployment> asked =
        rollbackWhile(() ->
            rehearsal
                .api()
                .bean(AbortDeployment.class)
                .cancel(
                    rollback, DeploymentState.QUEUED, new Asked("token:other", "it is not slow")));
    assertThat(asked)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .havingRootCause()
        .isInstanceOf(Conflict.class)
        .withMessageContaining("Look at it again");
  }

  /** Somebody asks for the way back while a transaction that holds the deployment's row ends. */
  private Future<Deployment> rollbackWhile(Runnable holding) {
    Endpoint endpoint = rehearsal.api().bean(Endpoints.class).named(ENDPOINT);
    try (ExecutorService person = Executors.newSingleThreadExecutor()) {
      return inOneTransaction(() -> {
        holding.run();
        Future<Deployment> waiting =
            person.submit(() ->
                rehearsal
                    .api()
                    .bean(StartRollback.class)
                    .start(
                        endpoint,
                        new StartRollback.Wish(null, null, null),
                        new Asked("token:admin", "regret")));
        untilSomebodyWaits();
        return waiting;
      });
    }
  }

  private <T> T inOneTransaction(Supplier<T> work) {
    return Objects.requireNonNull(
        new TransactionTemplate(rehearsal.api().bean(PlatformTransactionManager.class))
            .execute(_ -> work.get()));
  }

  /** Until a transaction waits for what another one holds. */
  private void untilSomebodyWaits() {
    Awaitility.await()
        .until(() ->
            jdbc.sql(
                    "select count(*) > 0 from pg_stat_activity"
                        + " where datname = current_database() and wait_event_type = 'Lock'")
                .query(Boolean.class)
                .single());
  }

  /** The ticks that are due now. */
  private List<String> due() {
    return jdbc.sql(
            "select task_instance from scheduled_tasks where task_name = 'deployment-tick'"
                + " and execution_time <= ? order by execution_time")
        .param(Timestamp.from(rehearsal.simulator().clock().now()))
        .query((row, number) -> row.getString("task_instance"))
        .list();
  }

  private int raceThrough(UUID deployment) throws Exception {
    int ticks = 0;
    try (ExecutorService workers = Executors.newFixedThreadPool(3)) {
      for (int i = 0; i < 2000; i++) {
        List<Long> due = due().stream().map(tick -> Long.parseLong(tick.split("/", 2)[1])).toList();
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
