package dev.slipway.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.Slipway;
import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import dev.slipway.testing.AwsSnapshot;
import dev.slipway.testing.ChildJvm;
import dev.slipway.testing.GuardedDirectory;
import dev.slipway.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One simulator and one database, which outlive every process of Slipway. */
final class CrashWorld implements AutoCloseable {

  private static final String TOKEN = "slipway_crash-test-token-0123456789";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final List<String> ENDS =
      List.of("SUCCEEDED", "ROLLED_BACK", "FAILED", "NEEDS_ATTENTION");

  private final GuardedDirectory home = GuardedDirectory.create();
  private final Simulator simulator =
      Simulator.start(SimulatorOptions.builder().speed(60).provisioningSpeed(120).build());
  private final String database = TestPostgres.freshDatabase();
  private final JdbcClient jdbc = JdbcClient.create(TestPostgres.dataSource(database));

  /** The first process of all, which spares those that follow the loading of classes. */
  RunningSlipway startTheFirst() {
    return start(ChildJvm.leavingItsClasses(Slipway.class));
  }

  RunningSlipway start(String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(
        List.of(
            "--spring.datasource.url=" + database,
            "--slipway.cloud=simulator",
            "--slipway.demo=true",
            "--slipway.simulator.url=" + simulator.uri(),
            "--server.port=0",
            "--slipway.proxy.port=0",
            "--db-scheduler.heartbeat-interval=1s",
            "--db-scheduler.missed-heartbeats-limit=4"));
    return RunningSlipway.start(home.path(), TOKEN, arguments.toArray(String[]::new));
  }

  /** An operation whose next answer does not come in time. */
  record Held(String service, String operation) {}

  /** The next call of an operation is carried out; its answer is held for longer than we live. */
  void hold(Held held) {
    ObjectNode fault = JSON.createObjectNode();
    fault.put("kind", "latency").put("service", held.service());
    fault.put("operation", held.operation()).put("milliseconds", 30_000).put("times", 1);
    simulator.faults().add(fault);
  }

  /** For each held answer in turn: kills Slipway while it waits, and starts it again. */
  RunningSlipway killAtEach(RunningSlipway slipway, List<Held> helds) {
    RunningSlipway running = slipway;
    for (int i = 0; i < helds.size(); i++) {
      Held held = helds.get(i);
      Awaitility.await(held + " is called").atMost(LONG).until(() -> struck(held));
      running.kill();
      simulator.faults().clear();
      if (i + 1 < helds.size()) hold(helds.get(i + 1));
      running = start();
    }
    return running;
  }

  private boolean struck(Held held) {
    return simulator
        .faults()
        .all()
        .valueStream()
        .filter(fault -> fault.path("operation").asString("").equals(held.operation()))
        .anyMatch(fault -> fault.path("struck").asInt() > 0);
  }

  /** Kills Slipway as soon as the step's end is on record, and starts it again. */
  RunningSlipway killOnceRecorded(RunningSlipway slipway, String step) {
    Awaitility.await(step + " is recorded")
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> recorded(step));
    slipway.kill();
    return start();
  }

  private boolean recorded(String step) {
    return jdbc.sql(
            """
            select exists(select 1 from history h
                          where h.type = 'step.done' and h.data ->> 'step' = ?
                            and h.deployment_id = (select d.id from deployment d
                                                   where d.attempt = 2))
            """)
        .param(step)
        .query(Boolean.class)
        .single();
  }

  void promoteV2(RunningSlipway slipway) {
    slipway.post(
        "/v1/models/fraud-detector/versions",
        """
        {"name": "v2",
         "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0",
         "artifact": "s3://ml-models/fraud-detector/v2/model.tar.gz",
         "container_environment": {"SAGEMAKER_PROGRAM": "inference.py"}}
        """);
    slipway.post(
        "/v1/promotions",
        """
        {"model": "fraud-detector", "version": "v2", "to": "prod", "reason": "a test"}
        """);
  }

  void awaitEnd(int attempt) {
    Awaitility.await("attempt " + attempt + " ends")
        .atMost(LONG)
        .until(() -> ENDS.contains(state(attempt)));
    assertThat(state(attempt)).isEqualTo("SUCCEEDED");
  }

  private String state(int attempt) {
    return jdbc.sql("select state from deployment where attempt = ?")
        .param(attempt)
        .query(String.class)
        .optional()
        .orElse("none");
  }

  void endsLike(CrashWorld other) {
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
    simulator.close();
    home.close();
  }
}
