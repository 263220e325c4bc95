package dev.slipway.rollout;

import dev.slipway.history.History;
import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.AwsSnapshot;
import dev.slipway.testing.MortalCalls;
import dev.slipway.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * One control plane and one AWS, on which many lots are played at once: each has its own account,
 * environment and endpoint, and all share the standing-still clock, so that time is passed once for
 * all. Ticks run one after another, so that what befalls one lot befalls no other.
 */
final class MatrixStage implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofHours(6);

  /** Until the look-alike endpoints are InService. */
  private static final Duration LOOK_ALIKES_START = Duration.ofMinutes(15);

  /** How long a dead process's tick lies until another one revives it. */
  private static final Duration REVIVAL = Duration.ofSeconds(45);

  private final Rehearsal rehearsal;
  private final Strangers strangers;
  private final SingleConnectionDataSource watching;
  private final JdbcClient jdbc;
  private final Map<UUID, Lot> bySubject = new HashMap<>();
  private final Mortality mortality = new Mortality();
  private final Duration frame;
  private final List<Undocumented> departures;
  private int lots;

  MatrixStage(Undocumented... departures) {
    this(Duration.ofSeconds(5), departures);
  }

  /** With time passing in such steps. */
  MatrixStage(Duration frame, Undocumented... departures) {
    this.frame = frame;
    this.departures = List.of(departures);
    rehearsal = Rehearsal.alone(settings(), SageMakerOptions.usual().with(departures));
    strangers = new Strangers(rehearsal.aws());
    // Not from Slipway's pool: what befalls that must not befall who watches.
    watching = new SingleConnectionDataSource(connection(rehearsal.databaseUrl()), true);
    jdbc = JdbcClient.create(watching);
    rehearsal.api().bean(ConfigurableTransactionManager.class).addListener(mortality);
  }

  /**
   * Unpaced, since who is held back calls in another order than the run that went before. Patient
   * with a Postgres that makes databases for many stages at once: a connection may take seconds.
   */
  private static Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(Rehearsal.UNPACED);
    settings.put("spring.datasource.hikari.connection-timeout", "30000");
    return settings;
  }

  private static Connection connection(String databaseUrl) {
    try {
      return TestPostgres.dataSource(databaseUrl).getConnection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Dies in a transaction, or has its connections killed, when it is told to. */
  private final class Mortality implements TransactionExecutionListener {
    private Fate.@Nullable Kind armed;

    @Override
    public void beforeCommit(TransactionExecution transaction) {
      Fate.Kind kind = armed;
      if (kind == null) return;
      armed = null;
      if (kind == Fate.Kind.DIES_BEFORE_COMMIT) {
        throw new MortalCalls.Died("died before the commit");
      }
      if (kind == Fate.Kind.CONNECTIONS_KILLED) killConnections();
    }
  }

  /** Of Slipway's connections none is left; the one that this asks by is the stage's own. */
  private void killConnections() {
    jdbc.sql(
            """
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
            """)
        .query(Long.class)
        .single();
  }

  List<Undocumented> departures() {
    return departures;
  }

  /** Plays a story for one lot a fate, all at once; null for a lot that nothing befalls. */
  List<Lot> play(Story story, List<? extends @Nullable Fate> fates) {
    beginTheHour();
    List<Lot> played = new ArrayList<>();
    boolean elsewhere = story == Story.ADOPT;
    for (Fate fate : fates) {
      Lot lot = prepared(new Lot(++lots, fate));
      if (elsewhere) {
        AwsClients.in(lot.account).run(() -> toBeAdopted(lot).make(lot.bucket));
      }
      played.add(lot);
    }
    rehearsal.simulator().clock().advance(LOOK_ALIKES_START);
    for (Lot lot : played) {
      AwsClients.in(lot.account)
          .run(() -> {
            lookAlikes(lot).scale();
            if (elsewhere) toBeAdopted(lot).scale();
          });
    }
    String[] deployments = story.deployments();
    for (int i = 0; i < deployments.length; i++) {
      boolean last = i == deployments.length - 1;
      Map<UUID, Lot> running = new HashMap<>();
      for (Lot lot : played) {
        UUID id = begin(lot, deployments[i]);
        running.put(id, lot);
        if (last) {
          lot.subject = id;
          bySubject.put(id, lot);
        }
      }
      untilAllEnd(running, last ? story.turn() : Story.Turn.NONE);
    }
    return played;
  }

  /** What AWS does at whole minutes falls at the same moment of every play. */
  private void beginTheHour() {
    Instant now = now();
    Instant hour = now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    rehearsal.simulator().clock().advance(Duration.between(now, hour));
  }

  private Lot prepared(Lot lot) {
    strangers.putArtifacts(lot.account, lot.bucket, "v1", "v2");
    AwsClients.in(lot.account).run(() -> lookAlikes(lot).make(lot.bucket));
    created(
        "/v1/environments",
        """
        {"name": "%s", "preset": "article", "profile": {
          "location": {"account_id": "%s", "region": "us-east-1"},
          "execution_role": {"managed": true},
          "artifact_mappings": [{"from": "s3://ml-models/", "to": "s3://%s/"}],
          "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 2},
          "autoscaling": {"min_instances": 2, "max_instances": 10}}}
        """
            .formatted(lot.environment, lot.account, lot.bucket));
    return lot;
  }

  private LookAlikes lookAlikes(Lot lot) {
    return new LookAlikes(rehearsal.aws(), lot.endpoint);
  }

  private ToBeAdopted toBeAdopted(Lot lot) {
    return new ToBeAdopted(rehearsal.aws(), lot.endpoint);
  }

  private UUID begin(Lot lot, String deployment) {
    lot.strangers = strangersOf(lot);
    return switch (deployment) {
      case "roll back" -> accepted(lot, "rollbacks", "{\"reason\": \"a test\"}", "/id");
      case "adopt" -> {
        created(
            "/v1/endpoint-imports",
            """
            {"environment": "%s", "model": "fraud-detector", "version": "%s",
             "physical_name": "%s-own"}
            """
                .formatted(lot.environment, "own-" + lot.environment, lot.endpoint));
        yield accepted(lot, "claims", "{\"reason\": \"a test\"}", "/id");
      }
      case "retire" -> accepted(lot, "retirements", "{\"reason\": \"a test\"}", "/id");
      default -> {
        String[] asked = deployment.split(" ", 3);
        if (asked.length > 2) host(lot, asked[2]);
        Answer answer =
            rehearsal
                .api()
                .post(
                    "/v1/promotions",
                    """
                    {"model": "fraud-detector", "version": "%s", "to": "%s", "reason": "a test"}
                    """
                        .formatted(asked[1], lot.environment));
        yield id(answer, "/deployment/id");
      }
    };
  }

  /** What the endpoint is to run on from its next release on. */
  private void host(Lot lot, String hosting) {
    String document =
        hosting.equals("serverless")
            ? "{\"hosting\": {\"instance_type\": null, \"instance_count\": null, \"serverless\":"
                + " {\"memory_mb\": 2048, \"max_concurrency\": 5}}}"
            : "{\"hosting\": {\"instance_type\": \"%s\", \"instance_count\": 2, \"serverless\":"
                    .formatted(hosting)
                + " null}}";
    String path = "/v1/endpoints/" + lot.endpoint;
    Answer there = rehearsal.api().get(path);
    if (there.status() == 404) {
      created(
          "/v1/endpoints",
          "{\"environment\": \"%s\", \"model\": \"fraud-detector\"}".formatted(lot.environment));
      there = rehearsal.api().get(path);
    }
    Answer answer =
        rehearsal.api().patch(path, there.header("ETag"), "{\"overrides\": " + document + "}");
    if (answer.status() != 200) throw new IllegalStateException(answer.http().body());
  }

  private UUID accepted(Lot lot, String verb, String body, String pointer) {
    return id(rehearsal.api().post("/v1/endpoints/" + lot.endpoint + "/" + verb, body), pointer);
  }

  private static UUID id(Answer answer, String pointer) {
    if (answer.status() != 202) throw new IllegalStateException(answer.http().body());
    return UUID.fromString(answer.at(pointer));
  }

  private void created(String path, String body) {
    Answer answer = rehearsal.api().post(path, body);
    if (answer.status() != 201) throw new IllegalStateException(answer.http().body());
  }

  private void untilAllEnd(Map<UUID, Lot> running, Story.Turn turn) {
    UUID[] ids = running.keySet().toArray(UUID[]::new);
    for (Duration passed = Duration.ZERO;
        passed.compareTo(LONGEST) < 0;
        passed = passed.plus(frame)) {
      tickAllThatAreDue();
      if (turn != Story.Turn.NONE) turnWhereAFleetBakes(running, ids, turn);
      long left =
          jdbc.sql(
                  "select count(*) from deployment where id = any(?) and finished_at is null and"
                      + " state <> 'NEEDS_ATTENTION'")
              .param(ids)
              .query(Long.class)
              .single();
      if (left == 0) {
        // What died after its last commit is revived too.
        rehearsal.simulator().clock().advance(REVIVAL);
        tickAllThatAreDue();
        return;
      }
      rehearsal.simulator().clock().advance(frame);
    }
    throw new IllegalStateException("some never end");
  }

  private void turnWhereAFleetBakes(Map<UUID, Lot> running, UUID[] ids, Story.Turn turn) {
    record Baking(UUID id, String config) {}
    jdbc.sql(
            """
            select id, memory -> 'made' ->> 'endpoint_config_name' as config from deployment
            where id = any(?) and waiting_for like 'Baking%'
            """)
        .param(ids)
        .query(
            (row, number) -> new Baking(row.getObject("id", UUID.class), row.getString("config")))
        .list()
        .forEach(baking -> {
          Lot lot = running.get(baking.id());
          if (lot == null || (lot.triggered && turn != Story.Turn.LASTING_ALARM)) return;
          lot.triggered = true;
          switch (turn) {
            case NONE -> {}
            case ALARM, LASTING_ALARM ->
                strangers.fire(lot.account, baking.config() + "-5xx-errors");
            case CANCEL -> cancel(baking.id());
          }
        });
  }

  private void cancel(UUID id) {
    Answer answer =
        rehearsal
            .api()
            .post(
                "/v1/deployments/" + id + "/cancel",
                "{\"reason\": \"a test\", \"expected_state\": \"UPDATING\"}");
    if (answer.status() != 202) throw new IllegalStateException(answer.http().body());
  }

  private void tickAllThatAreDue() {
    while (true) {
      List<String> due =
          jdbc.sql(
                  "select task_instance from scheduled_tasks where execution_time <= ?"
                      + " order by execution_time, task_instance")
              .param(Timestamp.from(now()))
              .query((row, number) -> row.getString(1))
              .list();
      if (due.isEmpty()) return;
      for (String name : due) {
        String[] parts = name.split("/", 2);
        UUID id = UUID.fromString(parts[0]);
        boolean survived = tick(bySubject.get(id), id, Long.parseLong(parts[1]));
        if (survived) {
          jdbc.sql("delete from scheduled_tasks where task_instance = ?").param(name).update();
        } else {
          jdbc.sql("update scheduled_tasks set execution_time = ? where task_instance = ?")
              .params(Timestamp.from(now().plus(REVIVAL)), name)
              .update();
        }
      }
    }
  }

  /** Runs a tick as a worker would; false when the worker died over it. */
  private boolean tick(@Nullable Lot lot, UUID id, long number) {
    if (lot == null) {
      rehearsal.scheduler().tick(id, number);
      return true;
    }
    Fate fate = lot.fate;
    String stood = lot.same(stood(id));
    if (fate == null) return recorded(lot, stood, id, number);
    int time = lot.stood.merge(stood, 1, Integer::sum);
    if (lot.struck || !stood.equals(fate.stood()) || time != fate.time()) {
      rehearsal.scheduler().tick(id, number);
      return true;
    }
    return struck(lot, fate, id, number);
  }

  /** The tick that something befalls. */
  private boolean struck(Lot lot, Fate fate, UUID id, long number) {
    boolean atCommit = fate.kind().atCommit();
    mortality.armed = atCommit ? fate.kind() : null;
    try (MortalCalls.Watch watch = watch(fate)) {
      try {
        rehearsal.scheduler().tick(id, number);
        lot.struck = atCommit || watch.operations().size() >= fate.call();
      } catch (MortalCalls.Died died) {
        lot.struck = true;
        return false;
      } catch (TransactionException | DataAccessException lost) {
        // The scheduler tries a tick again that threw.
        if (fate.kind() != Fate.Kind.CONNECTIONS_KILLED) throw lost;
        lot.struck = true;
        return false;
      } finally {
        mortality.armed = null;
        rehearsal.noFaults();
        if (atCommit && fate.kind() == Fate.Kind.CONNECTIONS_KILLED)
          rehearsal.dropDeadConnections();
      }
    }
    return fate.kind() != Fate.Kind.DIES_AFTER_COMMIT;
  }

  private MortalCalls.Watch watch(Fate fate) {
    return switch (fate.kind()) {
      case DIES_BEFORE_CALL -> MortalCalls.Watch.dying(fate.call(), false);
      case DIES_AFTER_CALL -> MortalCalls.Watch.dying(fate.call(), true);
      case TIMED_OUT -> MortalCalls.Watch.late(fate.call());
      case ANSWER_LOST, RESET, THROTTLED, SERVER_ERROR -> {
        arm(fate.kind(), fate.call());
        yield MortalCalls.Watch.counting();
      }
      case DIES_BEFORE_COMMIT, DIES_AFTER_COMMIT, CONNECTIONS_KILLED ->
          MortalCalls.Watch.counting();
    };
  }

  private String stood(UUID id) {
    return jdbc.sql(
            "select state || ' ' || coalesce(step, '') || ' ' || coalesce(waiting_for, '')"
                + " from deployment where id = ?")
        .param(id)
        .query(String.class)
        .single();
  }

  private boolean recorded(Lot lot, String stood, UUID id, long number) {
    try (MortalCalls.Watch watch = MortalCalls.Watch.counting()) {
      rehearsal.scheduler().tick(id, number);
      lot.ticks.add(new Lot.Tick(stood, watch.operations()));
      lot.times.add(now());
    }
    return true;
  }

  /** The n-th call that follows goes wrong. */
  private void arm(Fate.Kind kind, int call) {
    String rest =
        switch (kind) {
          case ANSWER_LOST -> "\"kind\": \"lost_answer\"";
          case RESET -> "\"kind\": \"lost_call\"";
          case THROTTLED ->
              "\"kind\": \"error\", \"status\": 400, \"code\": \"ThrottlingException\","
                  + " \"message\": \"Rate exceeded\"";
          case SERVER_ERROR ->
              "\"kind\": \"error\", \"status\": 503, \"code\": \"ServiceUnavailable\","
                  + " \"message\": \"Try again.\"";
          case DIES_BEFORE_CALL,
              DIES_AFTER_CALL,
              TIMED_OUT,
              DIES_BEFORE_COMMIT,
              DIES_AFTER_COMMIT,
              CONNECTIONS_KILLED ->
              throw new IllegalArgumentException("not of AWS's making");
        };
    rehearsal.fault(
        "{%s, \"service\": \"*\", \"operation\": \"*\", \"call\": %d, \"times\": 1}"
            .formatted(rest, call));
  }

  private Instant now() {
    return rehearsal.simulator().clock().now();
  }

  /** How a lot's story ended; whether a look fell into the moments of going back is left out. */
  Lot.Ending ending(Lot lot) {
    return new Lot.Ending(
        jdbc.sql("select state from deployment where id = ?")
            .param(lot.subject())
            .query(String.class)
            .single(),
        jdbc.sql(
                """
                select type || ' ' || coalesce(data ->> 'step', '') from history
                where deployment_id = ?
                  and (type = 'step.done' or type like 'deployment.%')
                  and type <> 'deployment.rolling-back'
                order by sequence
                """)
            .param(lot.subject())
            .query((row, number) -> row.getString(1))
            .list(),
        aws(lot, lot::has));
  }

  /** Whether the lot's look-alikes are as they were before its last deployment. */
  boolean strangersAreAsTheyWere(Lot lot) {
    return lot.strangers.equals(strangersOf(lot));
  }

  /** Whether the record of the lot's endpoint is whole. */
  boolean recordIsIntact(Lot lot) {
    return rehearsal.api().bean(History.class).verify("endpoint", lot.endpoint).intact();
  }

  String reason(Lot lot) {
    return rehearsal.deployment(lot.subject()).at("/reason");
  }

  private Map<String, String> strangersOf(Lot lot) {
    return aws(lot, lot::isStrangers);
  }

  private Map<String, String> aws(Lot lot, java.util.function.Predicate<String> wanted) {
    Function<String, String> same = lot::same;
    return AwsSnapshot.of(rehearsal.simulator().journal(), wanted, same::apply);
  }

  @Override
  public void close() {
    watching.destroy();
    rehearsal.close();
  }
}
