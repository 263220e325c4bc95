package dev.slipway.promotion;

import dev.slipway.base.Failure.NotFound;
import dev.slipway.base.Ids;
import dev.slipway.base.Json;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.promotion.Promotion.Outcome;
import dev.slipway.promotion.Promotion.Started;
import dev.slipway.promotion.PromotionCheck.Named;
import dev.slipway.rollout.DeploymentState;
import dev.slipway.rollout.StartDeployment.Asked;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** All promotions. */
@Component
class Promotions {

  private static final String SELECT =
      """
      select p.id, m.name as model, v.name as version, f.name as source, t.name as target,
             coalesce(e.name, t.name || '-' || m.name) as endpoint, p.outcome, p.deployment_id,
             d.state, p.supersedes, p.refusal, p.reason, p.requested_by, p.created_at, p.gates
      from promotion p
      join model m on m.id = p.model_id
      join model_version v on v.id = p.model_version_id
      join environment t on t.id = p.to_environment_id
      left join endpoint e on e.id = p.endpoint_id
      left join environment f on f.id = p.from_environment_id
      left join deployment d on d.id = p.deployment_id
      """;

  private static final TypeReference<List<GateVerdict>> GATES = new TypeReference<>() {};

  private final JdbcClient jdbc;

  Promotions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Promotion withId(UUID id) {
    return jdbc.sql(SELECT + "where p.id = ?")
        .param(id)
        .query(Promotions::row)
        .optional()
        .orElseThrow(() -> new NotFound("no-such-promotion", "There is no promotion " + id + "."));
  }

  /** Promotions, newest first, older than an id (null to begin). */
  List<Promotion> list(@Nullable String model, @Nullable UUID before, int limit) {
    return jdbc.sql(
            SELECT
                + """
                where (:model::text is null or m.name = :model)
                  and (:before::uuid is null or p.id < :before)
                order by p.id desc limit :limit
                """)
        .param("model", model)
        .param("before", before)
        .param("limit", limit)
        .query(Promotions::row)
        .list();
  }

  /** Those that wait for a deployment to end, the longest waiting first. */
  List<Promotion> waiting() {
    return jdbc.sql(SELECT + "where p.outcome = 'WAITING' order by p.id limit 100")
        .query(Promotions::row)
        .list();
  }

  /** What waits for its turn on an endpoint gives way to a later one. */
  void replaceWaiting(Endpoint endpoint) {
    jdbc.sql(
            """
            update promotion set outcome = 'REFUSED', refusal = 'A later promotion took its place.'
            where endpoint_id = ? and outcome = 'WAITING'
            """)
        .param(endpoint.id())
        .update();
  }

  /**
   * Records that a promotion waits no longer.
   *
   * @return false when somebody else has recorded that
   */
  boolean settle(
      UUID id,
      Outcome outcome,
      @Nullable UUID deployment,
      @Nullable String refusal,
      List<GateVerdict> gates) {
    return jdbc.sql(
                """
                update promotion set outcome = :outcome, deployment_id = :deployment,
                                     refusal = :refusal, gates = :gates::jsonb
                where id = :id and outcome = 'WAITING'
                """)
            .param("outcome", outcome.name())
            .param("deployment", deployment)
            .param("refusal", refusal)
            .param("gates", Json.write(gates))
            .param("id", id)
            .update()
        == 1;
  }

  /**
   * One to be put on record.
   *
   * @param endpoint null where there is none yet
   */
  record Entry(
      Named named,
      @Nullable Endpoint endpoint,
      Outcome outcome,
      @Nullable UUID deployment,
      @Nullable UUID supersedes,
      @Nullable String refusal,
      List<GateVerdict> gates) {

    /** One whose deployment was started; null for one that needs none. */
    static Entry started(
        Named named, Endpoint endpoint, @Nullable UUID deployment, List<GateVerdict> gates) {
      Outcome outcome = deployment == null ? Outcome.NO_CHANGES : Outcome.DEPLOYING;
      return new Entry(named, endpoint, outcome, deployment, null, null, gates);
    }

    /** One that begins once a deployment has ended. */
    static Entry waiting(Named named, Endpoint endpoint, UUID supersedes, List<GateVerdict> gates) {
      return new Entry(named, endpoint, Outcome.WAITING, null, supersedes, null, gates);
    }

    /** One that gates keep out. */
    static Entry refused(
        Named named, @Nullable Endpoint endpoint, String refusal, List<GateVerdict> gates) {
      return new Entry(named, endpoint, Outcome.REFUSED, null, null, refusal, gates);
    }
  }

  UUID record(Entry entry, Asked asked, Instant now) {
    UUID id = Ids.next();
    Named named = entry.named();
    jdbc.sql(
            """
            insert into promotion (id, model_id, model_version_id, from_environment_id,
                to_environment_id, endpoint_id, deployment_id, outcome, supersedes, refusal, reason,
                requested_by, created_at, gates)
            values (:id, :model, :version, :from, :to, :endpoint, :deployment, :outcome,
                :supersedes, :refusal, :reason, :by, :at, :gates::jsonb)
            """)
        .param("id", id)
        .param("model", named.model().id())
        .param("version", named.version().id())
        .param("from", named.from() == null ? null : named.from().id())
        .param("to", named.to().id())
        .param("endpoint", entry.endpoint() == null ? null : entry.endpoint().id())
        .param("deployment", entry.deployment())
        .param("outcome", entry.outcome().name())
        .param("supersedes", entry.supersedes())
        .param("refusal", entry.refusal())
        .param("reason", asked.reason())
        .param("by", asked.by())
        .param("at", Timestamp.from(now))
        .param("gates", Json.write(entry.gates()))
        .update();
    return id;
  }

  private static Promotion row(ResultSet row, int number) throws SQLException {
    UUID deployment = row.getObject("deployment_id", UUID.class);
    return new Promotion(
        row.getObject("id", UUID.class),
        row.getString("model"),
        row.getString("version"),
        row.getString("source"),
        row.getString("target"),
        row.getString("endpoint"),
        Outcome.valueOf(row.getString("outcome")),
        deployment == null
            ? null
            : new Started(deployment, DeploymentState.valueOf(row.getString("state"))),
        row.getObject("supersedes", UUID.class),
        row.getString("refusal"),
        row.getString("reason"),
        row.getString("requested_by"),
        row.getTimestamp("created_at").toInstant(),
        Json.mapper().readValue(row.getString("gates"), GATES));
  }
}
