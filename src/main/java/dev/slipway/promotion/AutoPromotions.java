package dev.slipway.promotion;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The releases that environments which promote by themselves have taken, and those that they could
 * take.
 */
@Component
class AutoPromotions {

  private static final String TAKING =
      """
      from environment t
      join environment_revision r on r.environment_id = t.id and r.revision = t.revision
      join environment f on f.name = r.profile ->> 'predecessor'
      where r.profile -> 'auto_promotion' = 'true'
      """;

  private final JdbcClient jdbc;

  AutoPromotions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An environment that promotes by itself, and the one before it. */
  record Taking(UUID id, String name, UUID fromId, String from) {}

  /**
   * A release that has gone live in the environment before.
   *
   * @param release its id there
   */
  record Candidate(
      UUID modelId,
      String model,
      String version,
      UUID release,
      String from,
      UUID toId,
      String to) {}

  /** A rollback in an environment after which nothing more is taken of a model. */
  record Rollback(UUID modelId, UUID environmentId, String endpoint, UUID deployment) {}

  /**
   * The state of one model's automatic promotions.
   *
   * @param version the version that was taken last; null for none yet
   * @param promotion the promotion that was asked for; null where none was, or could be
   * @param refusal why none could be asked for; null where one was
   * @param pausedBy the rollback that paused it; null while it is not paused
   */
  record State(
      String model,
      @Nullable String version,
      @Nullable UUID promotion,
      @Nullable String refusal,
      @Nullable UUID pausedBy,
      @Nullable Instant pausedAt) {}

  /** The environments that promote by themselves. */
  List<Taking> taking() {
    return jdbc.sql("select t.id, t.name, f.id as from_id, f.name as from_name " + TAKING)
        .query(AutoPromotions::one)
        .list();
  }

  /** The environment, if it promotes by itself. */
  Optional<Taking> taking(String environment) {
    return jdbc.sql(
            "select t.id, t.name, f.id as from_id, f.name as from_name "
                + TAKING
                + "and t.name = ?")
        .param(environment)
        .query(AutoPromotions::one)
        .optional();
  }

  private static Taking one(ResultSet row, int number) throws SQLException {
    return new Taking(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getObject("from_id", UUID.class),
        row.getString("from_name"));
  }

  /**
   * The releases that have gone live in the environment before by a promotion, serve there, and
   * have not been taken yet. A version that the environment got later by hand stays. While a
   * deployment runs there, nothing is taken.
   */
  List<Candidate> candidates(Taking taking) {
    return jdbc.sql(
            """
            select m.id as model_id, m.name as model, v.name as version, l.id as release
            from endpoint s
            join release l on l.id = s.current_release_id
            join model_version v on v.id = l.model_version_id
            join model m on m.id = s.model_id
            join lateral (select * from deployment where endpoint_id = s.id and state = 'SUCCEEDED'
                          order by attempt desc limit 1) d on d.release_id = l.id
            left join endpoint t on t.environment_id = :to and t.model_id = s.model_id
            left join release c on c.id = t.current_release_id
            left join auto_promotion a on a.environment_id = :to and a.model_id = s.model_id
            where s.environment_id = :from and not s.retired and d.kind = 'PROMOTE'
              and a.paused_at is null and a.taken is distinct from l.id
              and c.model_version_id is distinct from l.model_version_id
              and (c.id is null or c.created_at < d.state_since)
              and (t.id is null or not t.retired)
              and not exists (select 1 from deployment x
                              where x.endpoint_id = t.id and x.finished_at is null)
            order by m.name
            """)
        .param("to", taking.id())
        .param("from", taking.fromId())
        .query((row, number) ->
            new Candidate(
                row.getObject("model_id", UUID.class),
                row.getString("model"),
                row.getString("version"),
                row.getObject("release", UUID.class),
                taking.from(),
                taking.id(),
                taking.name()))
        .list();
  }

  /**
   * The endpoints whose last deployment was a rollback, or was ended by the request for one, for
   * which automatic promotions have neither been paused nor resumed since.
   */
  List<Rollback> rollbacks(Taking taking) {
    return jdbc.sql(
            """
            select t.model_id, t.name, d.id
            from endpoint t
            join lateral (select * from deployment where endpoint_id = t.id
                            and finished_at is not null
                          order by attempt desc limit 1) d on true
            left join auto_promotion a
              on a.environment_id = t.environment_id and a.model_id = t.model_id
            where t.environment_id = :environment and not t.retired and a.paused_at is null
              and (d.state = 'ROLLED_BACK' or d.kind = 'ROLL_BACK' and d.state = 'SUCCEEDED'
                or d.rollback_asked_at is not null)
              and (a.resumed_at is null or d.finished_at > a.resumed_at)
            """)
        .param("environment", taking.id())
        .query((row, number) ->
            new Rollback(
                row.getObject("model_id", UUID.class),
                taking.id(),
                row.getString("name"),
                row.getObject("id", UUID.class)))
        .list();
  }

  /** Records the promotion, or the refusal, that a candidate led to. */
  void taken(Candidate candidate, @Nullable UUID promotion, @Nullable String refusal) {
    jdbc.sql(
            """
            insert into auto_promotion (environment_id, model_id, taken, promotion_id, refusal)
            values (:environment, :model, :taken, :promotion, :refusal)
            on conflict (environment_id, model_id) do update
            set taken = excluded.taken, promotion_id = excluded.promotion_id, refusal = excluded.refusal
            """)
        .param("environment", candidate.toId())
        .param("model", candidate.modelId())
        .param("taken", candidate.release())
        .param("promotion", promotion)
        .param("refusal", refusal)
        .update();
  }

  /** Pauses a model after a rollback; false when it was paused already. */
  boolean pause(Rollback rollback, Instant now) {
    return jdbc.sql(
                """
                insert into auto_promotion (environment_id, model_id, paused_by, paused_at)
                values (:environment, :model, :deployment, :now)
                on conflict (environment_id, model_id) do update
                set paused_by = excluded.paused_by, paused_at = excluded.paused_at
                where auto_promotion.paused_at is null
                """)
            .param("environment", rollback.environmentId())
            .param("model", rollback.modelId())
            .param("deployment", rollback.deployment())
            .param("now", Timestamp.from(now))
            .update()
        == 1;
  }

  /**
   * Resumes a model. The release that is live in the environment before is then looked at anew.
   *
   * @return false when it was not paused
   */
  boolean resume(UUID environment, UUID model, Instant now) {
    return jdbc.sql(
                """
                update auto_promotion
                set paused_by = null, paused_at = null, resumed_at = :now, taken = null
                where environment_id = :environment and model_id = :model and paused_at is not null
                """)
            .param("environment", environment)
            .param("model", model)
            .param("now", Timestamp.from(now))
            .update()
        == 1;
  }

  /** The states of all models of which a version was taken, or that are paused. */
  List<State> states(UUID environment) {
    return jdbc.sql(
            """
            select m.name as model, v.name as version, a.promotion_id, a.refusal, a.paused_by,
                   a.paused_at
            from auto_promotion a join model m on m.id = a.model_id
            left join release l on l.id = a.taken
            left join model_version v on v.id = l.model_version_id
            where a.environment_id = :environment
            order by a.paused_at is null, m.name limit 1000
            """)
        .param("environment", environment)
        .query((row, number) ->
            new State(
                row.getString("model"),
                row.getString("version"),
                row.getObject("promotion_id", UUID.class),
                row.getString("refusal"),
                row.getObject("paused_by", UUID.class),
                row.getTimestamp("paused_at") == null
                    ? null
                    : row.getTimestamp("paused_at").toInstant()))
        .list();
  }
}
