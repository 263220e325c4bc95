package dev.slipway.loadtest;

import dev.slipway.base.Failure.NotFound;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** All measurements of one kind: found by id, by endpoint, and as lists. */
abstract class Measurements<M extends Measurement> {

  /**
   * The kind of the measurements.
   *
   * @param word the word for such a measurement, such as {@code load test}
   * @param unknown the problem's code where there is no such measurement
   * @param select reads them from their table, called {@code m}, as the row mapper takes them
   * @param active the condition on measurements that hold their endpoint's place
   */
  record Kind<M>(String word, String unknown, String select, String active, RowMapper<M> row) {}

  private final JdbcClient jdbc;
  private final Kind<M> kind;

  Measurements(JdbcClient jdbc, Kind<M> kind) {
    this.jdbc = jdbc;
    this.kind = kind;
  }

  final Optional<M> find(UUID id) {
    return select("m.id = ?").param(id).query(kind.row).optional();
  }

  /** One measurement of an endpoint. */
  final M of(UUID endpointId, UUID id) {
    return find(id)
        .filter(found -> found.endpointId().equals(endpointId))
        .orElseThrow(() ->
            new NotFound(kind.unknown, "The endpoint has no %s %s.".formatted(kind.word, id)));
  }

  /** The measurement that holds an endpoint's place, if one does. */
  final Optional<M> active(UUID endpointId) {
    return select("m.endpoint_id = ? and " + kind.active)
        .param(endpointId)
        .query(kind.row)
        .optional();
  }

  /** The measurements of an endpoint, newest first, older than an id (null to begin). */
  final List<M> list(UUID endpointId, @Nullable UUID before, int limit) {
    return select(
            "m.endpoint_id = :endpoint"
                + (before == null ? "" : " and m.id < :before")
                + " order by m.id desc limit :limit")
        .param("endpoint", endpointId)
        .param("before", before)
        .param("limit", limit)
        .query(kind.row)
        .list();
  }

  final StatementSpec sql(String sql) {
    return jdbc.sql(sql);
  }

  static @Nullable Timestamp moment(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  private StatementSpec select(String where) {
    return jdbc.sql(kind.select + " where " + where);
  }
}
