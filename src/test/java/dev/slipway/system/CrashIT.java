package dev.slipway.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import dev.slipway.testing.GuardedDirectory;
import dev.slipway.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Slipway is killed while it creates and updates an endpoint: right after an AWS call and before its
 * record, and right after a record. AWS carries on meanwhile: the simulator runs in another process
 * (this one). Whatever the moment, the end is the one of an unbroken run.
 */
class CrashIT {

  private static final String TOKEN = "slipway_crash-test-token-0123456789";
  private static final String ENDPOINT = "prod-fraud-detector";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LONG = Duration.ofSeconds(120);

  private static World unbroken;

  @BeforeAll
  static void runUnbroken() {
    unbroken = new World();
    try (RunningSlipway slipway = unbroken.start()) {
      unbroken.awaitEnd(slipway, 1);
      unbroken.promoteV2(slipway);
      unbroken.awaitEnd(slipway, 2);
    }
  }

  @AfterAll
  static void close() {
    unbroken.close();
  }

  @Test
  void killedRightAfterAnAwsCallAndBeforeItsRecord() {
    try (World world = new World()) {
      RunningSlipway slipway = world.startHolding("CreateRole");
      slipway = world.killOnceCalled(slipway, "CreateRole", "CreateModel");
      slipway = world.killOnceCalled(slipway, "CreateModel", "CreateEndpointConfig");
      slipway = world.killOnceCalled(slipway, "CreateEndpointConfig", "CreateEndpoint");
      slipway = world.killOnceCalled(slipway, "CreateEndpoint", "RegisterScalableTarget");
      slipway = world.killOnceCalled(slipway, "RegisterScalableTarget", null);
      world.awaitEnd(slipway, 1);
      world.hold("PutMetricAlarm");
      world.promoteV2(slipway);
      slipway = world.killOnceCalled(slipway, "PutMetricAlarm", "UpdateEndpoint");
      slipway = world.killOnceCalled(slipway, "UpdateEndpoint", null);
      world.awaitEnd(slipway, 2);
      slipway.close();
      world.endsLike(unbroken);
    }
  }

  @Test
  void killedRightAfterARecord() {
    try (World world = new World()) {
      RunningSlipway slipway = world.start();
      world.awaitEnd(slipway, 1);
      world.promoteV2(slipway);
      for (String step : List.of("MODEL", "ENDPOINT_CONFIG", "ALARMS", "ENDPOINT", "AWAIT")) {
        slipway = world.killOnceRecorded(slipway, step);
      }
      world.awaitEnd(slipway, 2);
      slipway.close();
      world.endsLike(unbroken);
    }
  }

  /** One simulator and one database, which outlive every process of Slipway. */
  private static final class World implements AutoCloseable {

    private final GuardedDirectory home = GuardedDirectory.create();
    private final Simulator simulator =
        Simulator.start(SimulatorOptions.builder().speed(60).provisioningSpeed(120).build());
    private final String database = TestPostgres.freshDatabase();
    private final JdbcClient jdbc = JdbcClient.create(TestPostgres.dataSource(database));

    RunningSlipway start() {
      return RunningSlipway.start(
          home.path(),
          TOKEN,
          "--spring.datasource.url=" + database,
          "--slipway.cloud=simulator",
          "--slipway.demo=true",
          "--slipway.simulator.url=" + simulator.uri(),
          "--server.port=0",
          "--slipway.proxy.port=0",
          "--db-scheduler.heartbeat-interval=1s",
          "--db-scheduler.missed-heartbeats-limit=4");
    }

    RunningSlipway startHolding(String operation) {
      hold(operation);
      return start();
    }

    /** The next call of an operation is carried out; its answer does not come in time. */
    void hold(String operation) {
      ObjectNode fault = JSON.createObjectNode();
      fault.put("kind", "latency").put("operation", operation).put("milliseconds", 30_000);
      fault.put("times", 1);
      simulator.faults().add(fault);
    }

    /** Kills Slipway while the answer is held, and starts it again. */
    RunningSlipway killOnceCalled(
        RunningSlipway slipway,
        String operation,
        @org.jspecify.annotations.Nullable String holdNext) {
      Awaitility.await(operation + " is called").atMost(LONG).until(() -> struck(operation));
      assertThat(made(operation)).as("%s has been carried out", operation).isTrue();
      slipway.kill();
      simulator.faults().clear();
      if (holdNext != null) hold(holdNext);
      return start();
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

    private boolean struck(String operation) {
      for (JsonNode fault : simulator.faults().all()) {
        if (fault.path("operation").asString("").equals(operation)) {
          return fault.path("struck").asInt() > 0;
        }
      }
      return false;
    }

    /** Whether a call that changes something has left its trace in AWS. */
    private boolean made(String operation) {
      String state = snapshot().toString();
      return switch (operation) {
        case "CreateRole" -> state.contains("slipway-" + ENDPOINT);
        case "CreateModel" -> state.contains(ENDPOINT + "-m-");
        case "CreateEndpointConfig" -> state.contains(ENDPOINT + "-r1-a1-");
        case "CreateEndpoint", "UpdateEndpoint" -> state.contains("Creating") || state.contains(ENDPOINT);
        default -> true;
      };
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

    void awaitEnd(RunningSlipway slipway, int attempt) {
      Awaitility.await("attempt " + attempt + " ends")
          .atMost(LONG)
          .until(
              () ->
                  jdbc.sql("select state from deployment where attempt = ?")
                      .param(attempt)
                      .query(String.class)
                      .optional()
                      .filter(
                          state ->
                              List.of("SUCCEEDED", "ROLLED_BACK", "FAILED", "NEEDS_ATTENTION")
                                  .contains(state))
                      .isPresent());
      assertThat(
              jdbc.sql("select state from deployment where attempt = ?")
                  .param(attempt)
                  .query(String.class)
                  .single())
          .isEqualTo("SUCCEEDED");
      assertThat(slipway.pid()).isPositive();
    }

    void endsLike(World other) {
      assertThat(normalised()).isEqualTo(other.normalised());
      assertThat(stepsDone()).isEqualTo(other.stepsDone());
      assertThat(brokenChains()).isZero();
    }

    /** AWS's state without what differs between any two runs: times and generated ids. */
    Map<String, String> normalised() {
      Map<String, String> state = new TreeMap<>();
      JsonNode snapshot = snapshot();
      for (Map.Entry<String, JsonNode> kind : snapshot.properties()) {
        if (List.of("clock", "time", "metrics", "alarm-history").contains(kind.getKey())) continue;
        for (Map.Entry<String, JsonNode> one : kind.getValue().properties()) {
          state.put(
              withoutTimes(kind.getKey() + " " + one.getKey()),
              withoutTimes(one.getValue().toString()));
        }
      }
      return state;
    }

    private static String withoutTimes(String text) {
      return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>")
          .replaceAll("\\b1[0-9]{9}(\\.[0-9]+)?(E9)?\\b", "<time>")
          .replaceAll(
              "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>");
    }

    private JsonNode snapshot() {
      ObjectNode all = JSON.createObjectNode();
      for (String kind : simulator.journal().kinds()) {
        ObjectNode documents = all.putObject(kind);
        simulator.journal().all(kind).forEach(documents::set);
      }
      return all;
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
}
