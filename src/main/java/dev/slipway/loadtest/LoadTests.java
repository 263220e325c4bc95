package dev.slipway.loadtest;

import dev.slipway.base.Json;
import dev.slipway.base.Timestamps;
import dev.slipway.loadtest.LoadTest.Stop;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** All load tests. */
@Component
class LoadTests extends Measurements<LoadTest> {

  private static final String SELECT =
      """
      select m.*, p.name as endpoint, r.number as release
      from load_test m join endpoint p on p.id = m.endpoint_id join release r on r.id = m.release_id
      """;
  private static final String ACTIVE = "m.state in ('QUEUED', 'RUNNING', 'READING')";

  LoadTests(JdbcClient jdbc) {
    super(jdbc, new Kind<>("load test", "no-such-load-test", SELECT, ACTIVE, LoadTests::read));
  }

  /** How many load tests hold a place in all. */
  int active() {
    return sql("select count(*) from load_test m where " + ACTIVE).query(Integer.class).single();
  }

  /**
   * Reserves the places of all load tests until the caller's transaction ends. Whoever wants one
   * meanwhile, of whichever endpoint, waits and then counts this one too.
   */
  void reservePlaces() {
    sql("select pg_advisory_xact_lock(hashtextextended('load tests', 0))")
        .query((row, number) -> true)
        .single();
  }

  /** A time in which load was sent. */
  record Window(Instant from, Instant until) {}

  /** The times in which load was sent to an endpoint since then. */
  List<Window> windows(UUID endpointId, Instant since, Instant now) {
    return sql("""
    select begun_at, coalesce(finished_at, :now) as finished_at from load_test
    where endpoint_id = :endpoint and begun_at is not null
      and coalesce(finished_at, :now) >= :since
    """)
        .param("endpoint", endpointId)
        .param("since", Timestamp.from(since))
        .param("now", Timestamp.from(now))
        .query((row, number) ->
            new Window(Timestamps.read(row, "begun_at"), Timestamps.read(row, "finished_at")))
        .list();
  }

  void insert(LoadTest test) {
    sql("""
    insert into load_test (id, endpoint_id, release_id, state, wanted, steps, claimed,
        requested_by, requested_reason, tick, version, created_at)
    values (:id, :endpoint, :release, :state, :wanted::jsonb, '[]', false,
        :by, :reason, :tick, :version, :created_at)
    """)
        .param("id", test.id())
        .param("endpoint", test.endpointId())
        .param("release", test.releaseId())
        .param("state", test.state().name())
        .param("wanted", Json.write(test.wanted()))
        .param("by", test.requestedBy())
        .param("reason", test.requestedReason())
        .param("tick", test.tick())
        .param("version", test.version())
        .param("created_at", Timestamp.from(test.createdAt()))
        .update();
  }

  /**
   * Stores a load test's next value.
   *
   * @return false when another process stored one since the test was read: then nothing is stored
   */
  boolean store(LoadTest next) {
    return sql("""
    update load_test
    set state = :state, steps = :steps::jsonb, ending = :ending, stop = :stop::jsonb,
        result = :result::jsonb, claimed = :claimed, tick = :tick,
        version = version + 1, begun_at = :begun_at, finished_at = :finished_at
    where id = :id and version = :version
    """)
            .param("state", next.state().name())
            .param("steps", Json.write(next.steps()))
            .param("ending", next.ending() == null ? null : next.ending().name())
            .param("stop", next.stop() == null ? null : Json.write(next.stop()))
            .param("result", next.result() == null ? null : Json.write(next.result()))
            .param("claimed", next.claimed())
            .param("tick", next.tick())
            .param("begun_at", moment(next.begunAt()))
            .param("finished_at", moment(next.finishedAt()))
            .param("id", next.id())
            .param("version", next.version())
            .update()
        == 1;
  }

  /** Puts on record that somebody wants a test to end, for the process that sends its load. */
  void wantEnd(UUID id, Stop why) {
    sql("update load_test set wanted_end = :why::jsonb where id = :id and wanted_end is null")
        .param("why", Json.write(why))
        .param("id", id)
        .update();
  }

  /** Why somebody wants the test to end; empty if nobody does. */
  Optional<Stop> wantedEnd(UUID id) {
    return sql("select wanted_end::text from load_test where id = ? and wanted_end is not null")
        .param(id)
        .query(String.class)
        .optional()
        .map(it -> Json.read(it, Stop.class));
  }

  private static LoadTest read(ResultSet row, int number) throws SQLException {
    String ending = row.getString("ending");
    String stop = row.getString("stop");
    String result = row.getString("result");
    return new LoadTest(
        row.getObject("id", UUID.class),
        row.getObject("endpoint_id", UUID.class),
        row.getString("endpoint"),
        row.getObject("release_id", UUID.class),
        row.getInt("release"),
        LoadTestState.valueOf(row.getString("state")),
        Json.read(row.getString("wanted"), Wanted.class),
        Json.mapper().readValue(row.getString("steps"), new TypeReference<List<MeasuredStep>>() {}),
        ending == null ? null : Course.Ending.valueOf(ending),
        stop == null ? null : Json.read(stop, Stop.class),
        result == null ? null : Json.read(result, LoadTestResult.class),
        row.getBoolean("claimed"),
        row.getString("requested_by"),
        row.getString("requested_reason"),
        row.getLong("tick"),
        row.getLong("version"),
        Timestamps.read(row, "created_at"),
        Timestamps.readIfAny(row, "begun_at"),
        Timestamps.readIfAny(row, "finished_at"));
  }
}
