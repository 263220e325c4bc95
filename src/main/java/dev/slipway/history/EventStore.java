package dev.slipway.history;

import dev.slipway.base.Conditions;
import dev.slipway.base.Timestamps;
import dev.slipway.live.Placed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tables {@code history} and {@code history_head}. */
@Component
class EventStore {

  private static final String COLUMNS =
      """
      id, subject_type, subject_id, sequence, type, actor, summary, deployment_id, data::text as data,
      at, recorded_at, hash, previous_hash, environment
      """;

  private static final String NEWEST = "order by recorded_at desc, id desc limit :limit";

  /** Keeps every digit of what Postgres holds. */
  static final JsonMapper EXACT =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final JdbcClient jdbc;

  EventStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The end of a subject's chain. */
  record Head(long sequence, String hash) {}

  /**
   * The end of the chain, locked until the transaction ends; of a new one, before its first row.
   */
  Head lockHead(String subjectType, String subject) {
    jdbc.sql(
            """
            insert into history_head (subject_type, subject_id, sequence, hash)
            values (:type, :subject, 0, :hash) on conflict do nothing
            """)
        .param("type", subjectType)
        .param("subject", subject)
        .param("hash", Canonical.GENESIS)
        .update();
    return jdbc.sql(
            """
            select sequence, hash from history_head
            where subject_type = :type and subject_id = :subject for update
            """)
        .param("type", subjectType)
        .param("subject", subject)
        .query((row, number) -> new Head(row.getLong(1), row.getString(2)))
        .single();
  }

  /** The end of the chain as it is; empty when nothing was ever recorded. */
  Optional<Head> head(String subjectType, String subject) {
    return jdbc.sql(
            """
            select sequence, hash from history_head
            where subject_type = :type and subject_id = :subject
            """)
        .param("type", subjectType)
        .param("subject", subject)
        .query((row, number) -> new Head(row.getLong(1), row.getString(2)))
        .optional();
  }

  void append(AuditEvent event) {
    jdbc.sql(
            """
            insert into history
                (id, subject_type, subject_id, sequence, type, actor, summary, deployment_id, data,
                 at, recorded_at, previous_hash, hash)
            values (:id, :subjectType, :subject, :sequence, :type, :actor, :summary, :deployment,
                    :data::jsonb, :at, :recordedAt, :previousHash, :hash)
            """)
        .param("id", event.id())
        .param("subjectType", event.subjectType())
        .param("subject", event.subject())
        .param("sequence", event.sequence())
        .param("type", event.type())
        .param("actor", event.actor())
        .param("summary", event.summary())
        .param("deployment", event.deployment())
        .param("data", EXACT.writeValueAsString(event.data()))
        .param("at", Timestamps.utc(event.at()))
        .param("recordedAt", Timestamps.utc(event.recordedAt()))
        .param("previousHash", event.previousHash())
        .param("hash", event.hash())
        .update();
    int moved =
        jdbc.sql(
                """
                update history_head set sequence = :sequence, hash = :hash
                where subject_type = :type and subject_id = :subject and sequence = :sequence - 1
                """)
            .param("sequence", event.sequence())
            .param("hash", event.hash())
            .param("type", event.subjectType())
            .param("subject", event.subject())
            .update();
    if (moved != 1) {
      throw new IllegalStateException("the chain of " + event.subject() + " moved while locked");
    }
  }

  /** One row; empty when there is none. */
  Optional<AuditEvent> find(UUID id) {
    return jdbc.sql("select " + COLUMNS + " from history where id = :id")
        .param("id", id)
        .query(EventStore::event)
        .optional();
  }

  /** The rows of a subject from one sequence number on, in order. */
  List<AuditEvent> chain(String subjectType, String subject, long from, int limit) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + """
                from history
                where subject_type = :type and subject_id = :subject and sequence >= :from
                order by sequence limit :limit
                """)
        .param("type", subjectType)
        .param("subject", subject)
        .param("from", from)
        .param("limit", limit)
        .query(EventStore::event)
        .list();
  }

  /** Newest first: rows that match, older than the given one. */
  List<AuditEvent> newest(EventFilter filter, @Nullable AuditEvent before, int limit) {
    String[] seen = filter.seen().names();
    Conditions wanted = older(filter, before);
    String visible =
        seen == null
            ? "(select * from history" + wanted.where() + NEWEST + ")"
            : ofEach(filter, before);
    var sql =
        jdbc.sql("select " + COLUMNS + " from " + visible + " visible " + NEWEST)
            .params(wanted.values())
            .param("limit", limit);
    if (seen != null) sql = sql.param("seen", seen);
    if (before != null) {
      sql =
          sql.param("beforeTime", Timestamps.utc(before.recordedAt()))
              .param("beforeId", before.id());
    }
    return sql.query(EventStore::event).list();
  }

  /** Each environment's newest and the models', by an index each: those of others cost nothing. */
  private static String ofEach(EventFilter filter, @Nullable AuditEvent before) {
    String models =
        filter.ofModels()
            ? " union all (select * from history"
                + older(filter, before).and(EventFilter.OF_MODELS).where()
                + NEWEST
                + ")"
            : "";
    return """
    (select found.* from unnest(:seen::text[]) seen_environment(name)
     cross join lateral (select * from history%s%s) found%s)
    """
        .formatted(
            older(filter, before).and("environment = seen_environment.name").where(),
            NEWEST,
            models);
  }

  private static Conditions older(EventFilter filter, @Nullable AuditEvent before) {
    Conditions wanted = filter.wanted();
    return before == null ? wanted : wanted.and("(recorded_at, id) < (:beforeTime, :beforeId)");
  }

  /** Oldest first: rows of a deployment, newer than the given one. */
  List<AuditEvent> ofDeployment(UUID deployment, @Nullable AuditEvent after, int limit) {
    var sql =
        jdbc.sql(
                "select "
                    + COLUMNS
                    + " from history where deployment_id = :deployment"
                    + (after == null ? "" : " and (recorded_at, id) > (:afterTime, :afterId)")
                    + " order by recorded_at, id limit :limit")
            .param("deployment", deployment)
            .param("limit", limit);
    if (after != null) {
      sql = sql.param("afterTime", Timestamps.utc(after.recordedAt())).param("afterId", after.id());
    }
    return sql.query(EventStore::event).list();
  }

  /**
   * In the order in which they became visible: rows that match, after one position and up to
   * another.
   */
  List<Placed<AuditEvent>> placed(EventFilter filter, long after, long until, int limit) {
    var wanted =
        filter
            .conditions()
            .and("position > :after", "after", after)
            .and("position <= :until", "until", until);
    return jdbc.sql(
            "select position, "
                + COLUMNS
                + " from event_position join history on id = event_id"
                + wanted.where()
                + "order by position limit :limit")
        .params(wanted.values())
        .param("limit", limit)
        .query((row, number) -> new Placed<>(row.getLong("position"), event(row, number)))
        .list();
  }

  /** The position of the event that became visible last; 0 when there is none. */
  long lastPosition() {
    return jdbc.sql("select coalesce(max(position), 0) from event_position")
        .query(Long.class)
        .single();
  }

  private static AuditEvent event(ResultSet row, int number) throws SQLException {
    JsonNode data = EXACT.readTree(row.getString("data"));
    return new AuditEvent(
        row.getObject("id", UUID.class),
        row.getString("subject_type"),
        row.getString("subject_id"),
        row.getLong("sequence"),
        row.getString("type"),
        row.getString("actor"),
        row.getString("summary"),
        row.getObject("deployment_id", UUID.class),
        data,
        Timestamps.read(row, "at"),
        Timestamps.read(row, "recorded_at"),
        row.getString("hash"),
        row.getString("previous_hash"),
        row.getString("environment"));
  }
}
