package dev.slipway.rollout;

import dev.slipway.history.History;
import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.AwsSnapshot;
import dev.slipway.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One control plane and one AWS, on which many lots are played at once: each has its own account,
 * environment and endpoint, and all share the standing-still clock, so that time is passed once for
 * all.
 */
final class MatrixStage implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofHours(6);

  /** Until the look-alike endpoints are InService. */
  private static final Duration LOOK_ALIKES_START = Duration.ofMinutes(15);

  private final Rehearsal rehearsal;
  private final Strangers strangers;
  private final SingleConnectionDataSource watching;
  private final JdbcClient jdbc;
  private final FatedTicks ticks;
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
    ticks = new FatedTicks(rehearsal, jdbc);
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
          ticks.follow(lot);
        }
      }
      untilAllEnd(running, last ? story.turn() : Story.Turn.NONE);
    }
    return played;
  }

  /** What AWS does at whole minutes falls at the same moment of every play. */
  private void beginTheHour() {
    Instant now = rehearsal.simulator().clock().now();
    Instant hour = now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    rehearsal.simulator().clock().advance(Duration.between(now, hour));
  }

  private Lot prepared(Lot lot) {
    strangers.putArtifacts(lot.account, lot.bucket, "v1", "v2");
    AwsClients.in(lot.account).run(() -> lookAlikes(lot).make(lot.bucket));
    rehearsal.created(
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
      case "roll back" -> accepted(lot, "rollbacks");
      case "adopt" -> {
        rehearsal.created(
            "/v1/endpoint-imports",
            """
            {"environment": "%s", "model": "fraud-detector", "version": "%s",
             "physical_name": "%s-own"}
            """
                .formatted(lot.environment, "own-" + lot.environment, lot.endpoint));
        yield accepted(lot, "claims");
      }
      case "retire" -> accepted(lot, "retirements");
      default -> {
        String[] asked = deployment.split(" ", 3);
        if (asked.length > 2) host(lot, asked[2]);
        yield rehearsal.promote(asked[1], lot.environment);
      }
    };
  }

  /** What the endpoint is to run on from its next release on. */
  private void host(Lot lot, String hosting) {
    if (rehearsal.api().get("/v1/endpoints/" + lot.endpoint).status() == 404) {
      rehearsal.endpoint(lot.environment, "{}");
    }
    Answer answer =
        rehearsal.override(
            lot.endpoint,
            hosting.equals("serverless")
                ? "{\"hosting\": {\"instance_type\": null, \"instance_count\": null,"
                    + " \"serverless\": {\"memory_mb\": 2048, \"max_concurrency\": 5}}}"
                : "{\"hosting\": {\"instance_type\": \"%s\", \"instance_count\": 2, \"serverless\":"
                        .formatted(hosting)
                    + " null}}");
    if (answer.status() != 200) throw new IllegalStateException(answer.http().body());
  }

  /** Asks for a deployment of an endpoint that is there, and returns its id. */
  private UUID accepted(Lot lot, String what) {
    Answer answer =
        rehearsal
            .api()
            .post("/v1/endpoints/" + lot.endpoint + "/" + what, "{\"reason\": \"a test\"}");
    if (answer.status() != 202) throw new IllegalStateException(answer.http().body());
    return UUID.fromString(answer.at("/id"));
  }

  private void untilAllEnd(Map<UUID, Lot> running, Story.Turn turn) {
    UUID[] ids = running.keySet().toArray(UUID[]::new);
    for (Duration passed = Duration.ZERO;
        passed.compareTo(LONGEST) < 0;
        passed = passed.plus(frame)) {
      ticks.runDue();
      if (turn != Story.Turn.NONE) turnWhereAFleetBakes(running, ids, turn);
      long left =
          jdbc.sql(
                  "select count(*) from deployment where id = any(?) and finished_at is null and"
                      + " state <> 'NEEDS_ATTENTION'")
              .param(ids)
              .query(Long.class)
              .single();
      if (left == 0) {
        ticks.reviveLast();
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

  private Map<String, String> aws(Lot lot, Predicate<String> wanted) {
    Function<String, String> same = lot::same;
    return AwsSnapshot.of(rehearsal.simulator().journal(), wanted, same::apply);
  }

  @Override
  public void close() {
    watching.destroy();
    rehearsal.close();
  }
}
