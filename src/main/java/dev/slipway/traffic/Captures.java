package dev.slipway.traffic;

import dev.slipway.base.Ids;
import dev.slipway.base.Page;
import dev.slipway.base.Timestamps;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The captured predictions. Each endpoint keeps only its newest ones, as many as its rules say. */
@Component
public class Captures {

  private final JdbcClient jdbc;

  Captures(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A captured prediction as the API shows it. */
  record Capture(
      UUID id,
      String requestId,
      String release,
      String variant,
      String caller,
      int status,
      double upstreamMs,
      @Nullable String requestType,
      @Nullable String request,
      @Nullable String answerType,
      @Nullable String answer,
      Instant capturedAt) {}

  /**
   * Stores what a proxy has captured, and drops the oldest where an endpoint has more than its
   * rules keep.
   */
  @Transactional
  public void store(List<Captured> all) {
    Map<String, Integer> keep = new HashMap<>();
    for (Captured one : all) {
      keep.put(one.endpoint(), one.keep());
      jdbc.sql(
              """
              insert into captured_prediction
                  (id, endpoint_id, request_id, release, variant, caller, status, upstream_ms,
                   request_type, request, answer_type, answer, captured_at)
              select :id, p.id, :request_id, :release, :variant, :caller, :status, :upstream_ms,
                     :request_type, :request, :answer_type, :answer, :captured_at
              from endpoint p where p.name = :endpoint
              """)
          .param("id", Ids.next())
          .param("endpoint", one.endpoint())
          .param("request_id", one.requestId())
          .param("release", one.release())
          .param("variant", one.variant())
          .param("caller", one.caller())
          .param("status", one.status())
          .param("upstream_ms", one.upstreamMs())
          .param("request_type", one.requestType())
          .param("request", one.request())
          .param("answer_type", one.answerType())
          .param("answer", one.answer())
          .param("captured_at", Timestamps.utc(one.capturedAt()))
          .update();
    }
    keep.forEach(this::keepNewest);
  }

  /**
   * Captures that were dropped.
   *
   * @param from when the oldest of them was captured, in wall time
   * @param to when the newest was
   */
  record Dropped(int captures, Instant from, Instant to) {}

  /** Drops all of an endpoint's captures except the newest; empty when none were to be dropped. */
  Optional<Dropped> keepNewest(String endpoint, int keep) {
    return dropped(
        jdbc.sql(
                """
                with gone as (
                  delete from captured_prediction c using endpoint p
                  where p.name = :endpoint and c.endpoint_id = p.id and c.id <= (
                      select k.id from captured_prediction k where k.endpoint_id = p.id
                      order by k.id desc offset :keep limit 1)
                  returning c.captured_at)
                select count(*) as captures, min(captured_at), max(captured_at) from gone
                """)
            .param("endpoint", endpoint)
            .param("keep", keep));
  }

  /** Drops all of an endpoint's captures; empty when there were none. */
  Optional<Dropped> drop(Endpoint endpoint) {
    return dropped(
        jdbc.sql(
                """
                with gone as (
                  delete from captured_prediction where endpoint_id = ? returning captured_at)
                select count(*) as captures, min(captured_at), max(captured_at) from gone
                """)
            .param(endpoint.id()));
  }

  private static Optional<Dropped> dropped(JdbcClient.StatementSpec deletion) {
    return deletion
        .query((row, number) ->
            row.getInt("captures") == 0
                ? Optional.<Dropped>empty()
                : Optional.of(
                    new Dropped(
                        row.getInt("captures"),
                        Timestamps.read(row, "min"),
                        Timestamps.read(row, "max"))))
        .single();
  }

  /** An endpoint's captures, the newest first. */
  Page<Capture> list(Endpoint endpoint, @Nullable String release, PageRequest page) {
    return page.page(
        jdbc.sql(
                """
                select * from captured_prediction
                where endpoint_id = :endpoint and (:release::text is null or release = :release)
                  and (:after::uuid is null or id < :after)
                order by id desc limit :limit
                """)
            .param("endpoint", endpoint.id())
            .param("release", release)
            .param("after", page.afterId())
            .param("limit", page.limit())
            .query((row, number) -> capture(row))
            .list(),
        Capture::id);
  }

  private static Capture capture(ResultSet row) throws SQLException {
    return new Capture(
        row.getObject("id", UUID.class),
        row.getString("request_id"),
        row.getString("release"),
        row.getString("variant"),
        row.getString("caller"),
        row.getInt("status"),
        row.getDouble("upstream_ms"),
        row.getString("request_type"),
        row.getString("request"),
        row.getString("answer_type"),
        row.getString("answer"),
        Timestamps.read(row, "captured_at"));
  }
}
