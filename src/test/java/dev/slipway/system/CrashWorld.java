package dev.slipway.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import dev.slipway.testing.AwsSnapshot;
import dev.slipway.testing.GuardedDirectory;
import dev.slipway.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One simulator and one database, which outlive every process of Slipway. */
final class CrashWorld implements AutoCloseable {

  private static final String TOKEN = "slipway_crash-test-token-0123456789";
  private static final String ENDPOINT = "/v1/endpoints/prod-fraud-detector";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final List<String> ENDS =
      List.of("SUCCEEDED", "ROLLED_BACK", "FAILED", "NEEDS_ATTENTION");

  private final GuardedDirectory home = GuardedDirectory.create();
  private final Simulator simulator =
      Simulator.start(SimulatorOptions.builder().speed(60).provisioningSpeed(120).build());
  private final String database = TestPostgres.freshDatabase();
  private final SingleConnectionDataSource connection =
      new SingleConnectionDataSource(database, true);
  private final JdbcClient jdbc = JdbcClient.create(connection);
  private @Nullable RunningSlipway slipway;
  private int deployments;

  /** A moment at which Slipway is killed. */
  sealed interface Moment {}

  /** An AWS call has been carried out, and its answer has not come. */
  private record Held(String service, String operation) implements Moment {}

  /** A step's end is on record. */
  private record Recorded(String step) implements Moment {}

  static Moment held(String service, String operation) {
    return new Held(service, operation);
  }

  static Moment recorded(String step) {
    return new Recorded(step);
  }

  /** The demo's first release comes live by itself. */
  void create(Moment... kills) {
    deploy(
        () -> {
          if (slipway == null) slipway = started();
        },
        kills);
  }

  void update(Moment... kills) {
    deploy(
        () -> {
          running()
              .post(
                  "/v1/promotions",
                  """
                  {"model": "fraud-detector", "version": "v2", "to": "prod", "reason": "a test"}
                  """);
        },
        kills);
  }

  void takeBack(Moment... kills) {
    deploy(
        () ->
            running()
                .post(
                    ENDPOINT + "/rollbacks",
                    """
                    {"release": 1, "reason": "a test"}
                    """),
        kills);
  }

  void retire(Moment... kills) {
    deploy(
        () ->
            running()
                .post(
                    ENDPOINT + "/retirements",
                    """
                    {"reason": "a test"}
                    """),
        kills);
  }

  /** Begins a deployment, kills Slipway at each moment in turn and starts it again. */
  private void deploy(Runnable begin, Moment... kills) {
    int number = ++deployments;
    for (int i = 0; i < kills.length; i++) {
      Moment kill = kills[i];
      arm(kill);
      if (i == 0) begin.run();
      else slipway = started();
      Awaitility.await(kill + " of deployment " + number)
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> reached(kill, number));
      running().kill();
      simulator.faults().clear();
    }
    if (kills.length == 0) begin.run();
    else slipway = started();
    Awaitility.await("deployment " + number + " ends")
        .atMost(LONG)
        .until(() -> ENDS.contains(state(number)));
    assertThat(state(number)).isEqualTo("SUCCEEDED");
  }

  /** The next call of a held operation is carried out, and answered later than we live. */
  private void arm(Moment moment) {
    switch (moment) {
      case Held held -> {
        ObjectNode fault = JSON.createObjectNode();
        fault.put("kind", "latency").put("service", held.service());
        fault.put("operation", held.operation()).put("milliseconds", 30_000).put("times", 1);
        simulator.faults().add(fault);
      }
      case Recorded _ -> {}
    }
  }

  private boolean reached(Moment moment, int deployment) {
    return switch (moment) {
      case Held held ->
          simulator
              .faults()
              .all()
              .valueStream()
              .filter(fault -> fault.path("operation").asString("").equals(held.operation()))
              .anyMatch(fault -> fault.path("struck").asInt() > 0);
      case Recorded recorded -> isRecorded(recorded.step(), deployment);
    };
  }

  private boolean isRecorded(String step, int deployment) {
    return jdbc.sql(
            """
            select exists(select 1 from history h
                          where h.type = 'step.done' and h.data ->> 'step' = ?
                            and h.deployment_id = (select d.id from deployment d
                                                   order by d.id offset ? limit 1))
            """)
        .param(step)
        .param(deployment - 1)
        .query(Boolean.class)
        .single();
  }

  private String state(int deployment) {
    return jdbc.sql("select state from deployment order by id offset ? limit 1")
        .param(deployment - 1)
        .query(String.class)
        .optional()
        .orElse("none");
  }

  private RunningSlipway started() {
    return RunningSlipway.start(
        home.path(),
        TOKEN,
        "--spring.datasource.url=" + database,
        "--slipway.cloud=simulator",
        "--slipway.demo=true",
        "--slipway.simulator.url=" + simulator.uri(),
        "--server.port=0",
        "--slipway.proxy.port=0",
        "--slipway.proxy.notice=0s",
        "--db-scheduler.heartbeat-interval=1s",
        "--db-scheduler.missed-heartbeats-limit=4");
  }

  private RunningSlipway running() {
    return Objects.requireNonNull(slipway, "nothing was started");
  }

  void stop() {
    running().close();
  }

  void endsLike(CrashWorld other) {
    stop();
    assertThat(normalised()).isEqualTo(other.normalised());
    assertThat(stepsDone()).isEqualTo(other.stepsDone());
    assertThat(brokenChains()).isZero();
  }

  private Map<String, String> normalised() {
    return AwsSnapshot.of(simulator.journal(), key -> true, UnaryOperator.identity());
  }

  /** Every step's end, in order, of every deployment. */
  List<String> stepsDone() {
    return new ArrayList<>(
        jdbc.sql(
                """
                select d.attempt || ' ' || h.type || ' ' || coalesce(h.data ->> 'step', '')
                from history h join deployment d on d.id = h.deployment_id
                where h.type in ('deployment.queued', 'step.done', 'deployment.succeeded')
                order by h.sequence
                """)
            .query(String.class)
            .list());
  }

  private long brokenChains() {
    return jdbc.sql(
            """
            select count(*) from history h
            join history p on p.subject_type = h.subject_type and p.subject_id = h.subject_id
                          and p.sequence = h.sequence - 1
            where h.previous_hash <> p.hash
            """)
        .query(Long.class)
        .single();
  }

  @Override
  public void close() {
    connection.destroy();
    simulator.close();
    home.close();
  }
}
