package dev.slipway.web;

import dev.slipway.base.Failure;
import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which keys are taken and what was answered. An attempt first takes its key, then runs, then
 * leaves its answer or frees the key. A process that dies in between leaves a key without an
 * answer; the same request may take it over when the lease has run out.
 *
 * <p>An answer is kept for 24 hours of wall time when the attempt took effect (2xx) or would be
 * refused again (422). Every other failure depends on a state of things that may change, and has
 * changed nothing itself: it frees the key.
 */
@Component
class IdempotencyKeys {

  static final String IN_FLIGHT = "request-in-flight";
  static final Duration KEPT = Duration.ofHours(24);
  static final Duration LEASE = Duration.ofMinutes(2);
  private static final Duration CLEAN_UP_EVERY = Duration.ofMinutes(10);

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final WallClock clock;
  private final AtomicReference<Instant> nextCleanUp = new AtomicReference<>(Instant.MIN);

  IdempotencyKeys(JdbcClient jdbc, JsonMapper json, ObjectProvider<WallClock> clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock.getIfAvailable(WallClock::system);
  }

  /** Whose key it is and where it was sent. */
  record Scope(String principal, String method, String path, String key) {}

  /** What was answered. */
  record Answer(int status, Map<String, String> headers, String body) {}

  /** A key taken by this attempt; {@code since} fences it against one that takes it over. */
  record Taken(Scope scope, Instant since) {}

  /**
   * Takes the key, or gives the answer that the first attempt left.
   *
   * @throws Failure.Refused when the key came with another body before
   * @throws Failure.Conflict while the first attempt runs
   */
  Optional<Answer> take(Scope scope, String fingerprint, Consumer<Taken> taken) {
    cleanUp();
    // The loop ends: an unanswered row that vanishes between the two statements was freed.
    while (true) {
      Instant now = clock.now();
      if (insert(scope, fingerprint, now)) {
        taken.accept(new Taken(scope, now));
        return Optional.empty();
      }
      Optional<Row> row = find(scope);
      if (row.isPresent()) {
        return Optional.of(answer(row.get(), fingerprint));
      }
    }
  }

  private static Answer answer(Row row, String fingerprint) {
    if (!row.fingerprint().equals(fingerprint)) {
      throw new Failure.Refused(
          "idempotency-key-reused",
          "This Idempotency-Key was sent with another request before; use a new key.");
    }
    if (row.answer() == null) {
      throw new Failure.Conflict(
          IN_FLIGHT, "The first request with this Idempotency-Key is still running; ask again.");
    }
    return row.answer();
  }

  /** Leaves the answer for those who ask again. */
  void keep(Taken taken, Answer answer) {
    at(
            jdbc.sql(
                    """
                    update idempotency set status = :status, headers = :headers::jsonb, body = :body
                    where principal = :principal and method = :method and path = :path and key = :key
                      and status is null and created_at = :since
                    """)
                .param("status", answer.status())
                .param("headers", json.writeValueAsString(answer.headers()))
                .param("body", answer.body()),
            taken.scope())
        .param("since", Timestamps.utc(taken.since()))
        .update();
  }

  /** Lets the next request with this key run. */
  void free(Taken taken) {
    at(
            jdbc.sql(
                """
                delete from idempotency
                where principal = :principal and method = :method and path = :path and key = :key
                  and status is null and created_at = :since
                """),
            taken.scope())
        .param("since", Timestamps.utc(taken.since()))
        .update();
  }

  private boolean insert(Scope scope, String fingerprint, Instant now) {
    return at(
                jdbc.sql(
                    """
                    insert into idempotency as held
                        (principal, method, path, key, fingerprint, created_at)
                    values (:principal, :method, :path, :key, :fingerprint, :now)
                    on conflict (principal, method, path, key) do update
                        set fingerprint = excluded.fingerprint, created_at = excluded.created_at,
                            status = null, headers = null, body = null
                        where held.created_at < :expired
                           or (held.status is null and held.created_at < :lapsed
                               and held.fingerprint = excluded.fingerprint)
                    """),
                scope)
            .param("fingerprint", fingerprint)
            .param("now", Timestamps.utc(now))
            .param("expired", Timestamps.utc(now.minus(KEPT)))
            .param("lapsed", Timestamps.utc(now.minus(LEASE)))
            .update()
        == 1;
  }

  private record Row(String fingerprint, @Nullable Answer answer) {}

  private Optional<Row> find(Scope scope) {
    return at(
            jdbc.sql(
                """
                select fingerprint, status, headers, body from idempotency
                where principal = :principal and method = :method and path = :path and key = :key
                """),
            scope)
        .query((row, number) -> {
          int status = row.getInt("status");
          Answer answer =
              row.wasNull()
                  ? null
                  : new Answer(
                      status,
                      json.readValue(
                          row.getString("headers"), new TypeReference<Map<String, String>>() {}),
                      row.getString("body"));
          return new Row(row.getString("fingerprint"), answer);
        })
        .optional();
  }

  private static JdbcClient.StatementSpec at(JdbcClient.StatementSpec sql, Scope scope) {
    return sql.param("principal", scope.principal())
        .param("method", scope.method())
        .param("path", scope.path())
        .param("key", scope.key());
  }

  /**
   * Drops what is older than 24 hours, now and then, on the way of a request that needs the table.
   */
  private void cleanUp() {
    Instant now = clock.now();
    Instant due = nextCleanUp.get();
    if (!now.isBefore(due) && nextCleanUp.compareAndSet(due, now.plus(CLEAN_UP_EVERY))) {
      jdbc.sql("delete from idempotency where created_at < :expired")
          .param("expired", Timestamps.utc(now.minus(KEPT)))
          .update();
    }
  }
}
