package dev.slipway.promotion;

import dev.slipway.access.Reach;
import dev.slipway.base.Conditions;
import dev.slipway.base.Failure.NotFound;
import dev.slipway.base.Ids;
import dev.slipway.base.Json;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.promotion.Entry.Came;
import dev.slipway.promotion.Entry.Pending;
import dev.slipway.promotion.Promotion.Outcome;
import dev.slipway.promotion.PromotionCheck.Named;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** All promotions. */
@Component
class Promotions {

  private static final TypeReference<Map<String, Instant>> ASKED = new TypeReference<>() {};

  private final JdbcClient jdbc;

  Promotions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Promotion withId(UUID id) {
    return jdbc.sql(PromotionRow.WHOLE + "where p.id = ?")
        .param(id)
        .query(PromotionRow::read)
        .optional()
        .orElseThrow(() -> new NotFound("no-such-promotion", "There is no promotion " + id + "."));
  }

  /** The promotion of this id, locked: until the transaction ends nobody else decides on it. */
  Promotion locked(UUID id) {
    jdbc.sql("select id from promotion where id = ? for update")
        .param(id)
        .query((row, number) -> true)
        .optional();
    return withId(id);
  }

  /**
   * Which promotions are listed.
   *
   * @param model only this model's; null for all
   * @param to only those to this environment; null for all
   * @param outcome only those that came to this; null for all
   * @param after only those asked for later than that, in wall time; null for all
   * @param seen only those to these environments
   */
  record Filter(
      @Nullable String model,
      @Nullable String to,
      @Nullable Outcome outcome,
      @Nullable Instant after,
      Reach seen) {}

  /** Promotions, newest first, older than an id (null to begin), without their plans. */
  List<Promotion> list(Filter filter, @Nullable UUID before, int limit) {
    var wanted =
        new Conditions()
            .and("model_id = (select id from model where name = :model)", "model", filter.model())
            .is("outcome", filter.outcome());
    String some =
        wanted.newest(
            "promotion",
            "to_environment_id",
            filter.seen().only(filter.to()).names(),
            Conditions.Between.of(filter.after(), before));
    return jdbc.sql(PromotionRow.shortOnes(some) + "order by p.id desc limit :limit")
        .params(wanted.values())
        .param("limit", limit)
        .query(PromotionRow::read)
        .list();
  }

  /** The promotions that wait for something, the longest waiting first. */
  List<UUID> unsettled() {
    return jdbc.sql(
            """
            select id from promotion where outcome in ('WAITING', 'PENDING_APPROVAL')
            order by id limit 1000
            """)
        .query((row, number) -> row.getObject("id", UUID.class))
        .list();
  }

  /** A pending promotion of the same version to the same environment, if there is one. */
  Optional<UUID> pending(Named named) {
    return jdbc.sql(
            """
            select id from promotion
            where model_version_id = ? and to_environment_id = ? and outcome = 'PENDING_APPROVAL'
            """)
        .params(named.version().id(), named.to().id())
        .query(UUID.class)
        .optional();
  }

  /**
   * The promotions of a model to an environment that somebody has asked for and that wait for their
   * gates.
   */
  List<UUID> waitingOf(UUID model, UUID environment, String by) {
    return jdbc.sql(
            """
            select id from promotion
            where model_id = ? and to_environment_id = ? and requested_by = ?
              and outcome = 'PENDING_APPROVAL'
            """)
        .params(model, environment, by)
        .query((row, number) -> row.getObject("id", UUID.class))
        .list();
  }

  /** The promotions that wait for their turn on an endpoint. */
  List<Promotion> waitingOn(Endpoint endpoint) {
    return jdbc.sql(PromotionRow.WHOLE + "where p.endpoint_id = ? and p.outcome = 'WAITING'")
        .param(endpoint.id())
        .query(PromotionRow::read)
        .list();
  }

  /**
   * The terms on which a promotion waits.
   *
   * @param pending the plan and terms it was asked with; members are empty for promotions from
   *     before they were stored, whose checks were all asked with the promotion
   */
  record Waits(boolean forGates, Pending pending) {}

  Waits waits(UUID id) {
    return jdbc.sql(
            """
            select waits_for_gates, content_hash, replaces,
                   coalesce(checks_asked,
                            (select jsonb_object_agg(gate ->> 'name', created_at)
                             from jsonb_array_elements(gates) gate
                             where gate ->> 'gate' = 'CHECK'),
                            '{}') as asked,
                   coalesce(expires_at, created_at) as expires
            from promotion where id = ?
            """)
        .param(id)
        .query((row, number) ->
            new Waits(
                row.getBoolean("waits_for_gates"),
                new Pending(
                    null,
                    row.getString("content_hash"),
                    row.getObject("replaces", UUID.class),
                    row.getTimestamp("expires").toInstant(),
                    Json.mapper().readValue(row.getString("asked"), ASKED))))
        .single();
  }

  /** Puts on record when each external check was asked about a promotion. */
  void asked(UUID id, Map<String, Instant> asked) {
    jdbc.sql("update promotion set checks_asked = ?::jsonb where id = ?")
        .params(Json.write(asked), id)
        .update();
  }

  /** Puts on record what the gates of a promotion that waits say now. */
  void see(UUID id, List<GateVerdict> gates) {
    jdbc.sql(
            """
            update promotion set gates = :gates::jsonb
            where id = :id and outcome in ('WAITING', 'PENDING_APPROVAL')
            """)
        .param("gates", Json.write(gates))
        .param("id", id)
        .update();
  }

  /** Puts on record that a promotion whose turn has come waits for its gates. */
  void pend(Promotion waited, Pending pending, List<GateVerdict> gates) {
    int pended =
        jdbc.sql(
                """
                update promotion set outcome = 'PENDING_APPROVAL', gates = :gates::jsonb,
                    refusal = null, expires_at = :expires, content_hash = :hash, replaces = :replaces,
                    plan = :plan::jsonb, checks_asked = :checks::jsonb
                where id = :id and outcome = :seen
                """)
            .param("gates", Json.write(gates))
            .param("expires", Timestamp.from(pending.expiresAt()))
            .param("hash", pending.contentHash())
            .param("replaces", pending.replaces())
            .param("plan", pending.plan())
            .param("checks", Json.write(pending.checksAsked()))
            .param("id", waited.id())
            .param("seen", waited.outcome().name())
            .update();
    if (pended != 1) throw new IllegalStateException("the promotion " + waited.id() + " moved on");
  }

  /**
   * Puts on record what keeps a promotion that waits from beginning.
   *
   * @param why what keeps it from beginning; null where nothing does any more
   * @return false when it waits no more
   */
  boolean putOff(Promotion waited, @Nullable String why) {
    return jdbc.sql("update promotion set refusal = :why where id = :id and outcome = :seen")
            .param("why", why)
            .param("id", waited.id())
            .param("seen", waited.outcome().name())
            .update()
        == 1;
  }

  /** Puts on record that a promotion's gates are passed over. */
  void breakGlass(UUID id, String why) {
    jdbc.sql("update promotion set break_glass = ? where id = ?").params(why, id).update();
  }

  /**
   * Records the outcome of a promotion that waited.
   *
   * @param endpoint null where there is none yet
   * @return false when somebody else has recorded that
   */
  boolean settle(
      Promotion waited, @Nullable Endpoint endpoint, Came came, List<GateVerdict> gates) {
    return jdbc.sql(
                """
                update promotion set outcome = :outcome, deployment_id = :deployment,
                    supersedes = coalesce(:supersedes, supersedes), refusal = :refusal,
                    endpoint_id = coalesce(:endpoint, endpoint_id), gates = :gates::jsonb
                where id = :id and outcome = :seen
                """)
            .param("outcome", came.outcome().name())
            .param("deployment", came.deployment())
            .param("supersedes", came.supersedes())
            .param("refusal", came.refusal())
            .param("endpoint", endpoint == null ? null : endpoint.id())
            .param("gates", Json.write(gates))
            .param("id", waited.id())
            .param("seen", waited.outcome().name())
            .update()
        == 1;
  }

  UUID record(Entry entry, Instant now) {
    UUID id = Ids.next();
    Named named = entry.named();
    Pending pending = entry.pending();
    jdbc.sql(
            """
            insert into promotion (id, model_id, model_version_id, from_environment_id,
                to_environment_id, endpoint_id, deployment_id, outcome, supersedes, refusal, reason,
                requested_by, created_at, gates, waits_for_gates, supersede, may_supersede,
                break_glass, expires_at, content_hash, replaces, plan, checks_asked)
            values (:id, :model, :version, :from, :to, :endpoint, :deployment, :outcome,
                :supersedes, :refusal, :reason, :by, :at, :gates::jsonb, :waits, :supersede, :may,
                :glass, :expires, :hash, :replaces, :plan::jsonb, :checks::jsonb)
            """)
        .param("id", id)
        .param("model", named.model().id())
        .param("version", named.version().id())
        .param("from", named.from() == null ? null : named.from().id())
        .param("to", named.to().id())
        .param("endpoint", entry.endpoint() == null ? null : entry.endpoint().id())
        .param("deployment", entry.came().deployment())
        .param("outcome", entry.came().outcome().name())
        .param("supersedes", entry.came().supersedes())
        .param("refusal", entry.came().refusal())
        .param("reason", entry.asked().reason())
        .param("by", entry.asked().by())
        .param("at", Timestamp.from(now))
        .param("gates", Json.write(entry.gates()))
        .param("waits", entry.terms().waitForGates())
        .param("supersede", entry.terms().supersede())
        .param("may", entry.terms().supersedes())
        .param("glass", entry.terms().breakGlass())
        .param("expires", pending == null ? null : Timestamp.from(pending.expiresAt()))
        .param("hash", pending == null ? null : pending.contentHash())
        .param("replaces", pending == null ? null : pending.replaces())
        .param("plan", pending == null ? null : pending.plan())
        .param("checks", pending == null ? null : Json.write(pending.checksAsked()))
        .update();
    return id;
  }
}
