package dev.slipway.endpoint;

import dev.slipway.access.Reach;
import dev.slipway.base.Conditions;
import dev.slipway.base.Json;
import dev.slipway.endpoint.Drift.Noticed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** The record of all looks for drift. */
@Component
class Drifts {

  private static final String SELECT =
      """
      select p.id as endpoint_id, p.name as endpoint, e.name as environment, d.*
      from endpoint_drift d join endpoint p on p.id = d.endpoint_id
      join environment e on e.id = p.environment_id
      """;

  private final JdbcClient jdbc;

  Drifts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An endpoint that is due to be looked at, and what the last looks know. */
  record Due(UUID endpointId, @Nullable Instant comparedAt, @Nullable Instant modifiedAt) {}

  /**
   * The endpoints that serve and are due, the longest due first, except those of the environments
   * that are passed over. Where it is open which release serves, a look is due as soon as the last
   * deployment has ended.
   */
  List<Due> due(Instant now, Set<UUID> passedOver, int limit) {
    return jdbc.sql(
            """
            select p.id, d.compared_at,
                   case when d.state = 'IN_SYNC' then d.modified_at end as modified_at
            from endpoint p left join endpoint_drift d on d.endpoint_id = p.id
            where not p.retired
              and (p.current_release_id is not null or cardinality(p.unsettled_release_ids) > 0)
              and (d.endpoint_id is null or d.next_look_at <= :now
                   or d.state = 'DEPLOYING' and cardinality(p.unsettled_release_ids) > 0)
              and p.environment_id <> all(:passed_over)
            order by d.next_look_at nulls first limit :limit
            """)
        .param("now", Timestamp.from(now))
        .param("passed_over", passedOver.toArray(UUID[]::new))
        .param("limit", limit)
        .query((row, number) ->
            new Due(
                row.getObject("id", UUID.class),
                instant(row, "compared_at"),
                instant(row, "modified_at")))
        .list();
  }

  Optional<Drift> of(UUID endpointId) {
    return jdbc.sql(SELECT + "where p.id = ?").param(endpointId).query(Drifts::row).optional();
  }

  /**
   * Which endpoints are wanted.
   *
   * @param state only those in this state; null for all
   * @param environment only those of this environment; null for all
   * @param seen only those of these environments
   */
  record Filter(@Nullable DriftState state, @Nullable String environment, Reach seen) {}

  /**
   * What is known of all endpoints, the newest endpoint first, older than an id (null to begin).
   */
  List<Drift> list(Filter filter, @Nullable UUID before, int limit) {
    var wanted =
        new Conditions()
            .and("not p.retired")
            .is("d.state", filter.state())
            .and("e.name = any(:names)", "names", filter.seen().only(filter.environment()).names())
            .and("d.endpoint_id < :before", "before", before);
    return jdbc.sql(SELECT + wanted.where() + "order by d.endpoint_id desc limit :limit")
        .params(wanted.values())
        .param("limit", limit)
        .query(Drifts::row)
        .list();
  }

  /** Stores what is known now. */
  void store(Drift drift, @Nullable Instant modifiedAt) {
    jdbc.sql(
            """
            insert into endpoint_drift (endpoint_id, state, differences, looked_at, compared_at,
                                        next_look_at, modified_at, repair,
                                        not_repaired)
            values (:endpoint, :state, :differences::jsonb, :looked, :compared, :next, :modified,
                    :repair, :not_repaired)
            on conflict (endpoint_id) do update
            set state = excluded.state, differences = excluded.differences,
                looked_at = excluded.looked_at, compared_at = excluded.compared_at,
                next_look_at = excluded.next_look_at, modified_at = excluded.modified_at,
                repair = excluded.repair, not_repaired = excluded.not_repaired
            """)
        .param("endpoint", drift.endpointId())
        .param("state", drift.state().name())
        .param("differences", Json.write(drift.differences()))
        .param("looked", timestamp(drift.lookedAt()), Types.TIMESTAMP)
        .param("compared", timestamp(drift.comparedAt()), Types.TIMESTAMP)
        .param("next", timestamp(drift.nextLookAt()), Types.TIMESTAMP)
        .param("modified", timestamp(modifiedAt), Types.TIMESTAMP)
        .param("repair", drift.repair(), Types.OTHER)
        .param("not_repaired", drift.notRepaired(), Types.VARCHAR)
        .update();
  }

  /** Puts on record which deployment is to end the differences. */
  void repairing(UUID endpointId, UUID deployment) {
    jdbc.sql("update endpoint_drift set repair = ?, not_repaired = null where endpoint_id = ?")
        .params(deployment, endpointId)
        .update();
  }

  /** Puts on record that this deployment is not the one to end the differences. */
  void notRepairing(UUID endpointId, UUID deployment) {
    jdbc.sql("update endpoint_drift set repair = null where endpoint_id = ? and repair = ?")
        .params(endpointId, deployment)
        .update();
  }

  /** Puts on record why a repair was refused; null where none was. */
  void notRepaired(UUID endpointId, @Nullable String why) {
    jdbc.sql("update endpoint_drift set not_repaired = :why where endpoint_id = :endpoint")
        .param("why", why, Types.VARCHAR)
        .param("endpoint", endpointId)
        .update();
  }

  /**
   * Puts on record that it is told that a repair was refused.
   *
   * @param youngest since when the youngest difference is known
   * @return whether it is the first time since then
   */
  boolean told(UUID endpointId, Instant youngest, Instant now) {
    return jdbc.sql(
                """
                update endpoint_drift set repair_refused_at = :now
                where endpoint_id = :endpoint
                  and (repair_refused_at is null or repair_refused_at < :youngest)
                """)
            .param("now", Timestamp.from(now))
            .param("youngest", Timestamp.from(youngest))
            .param("endpoint", endpointId)
            .update()
        == 1;
  }

  private static Drift row(ResultSet row, int number) throws SQLException {
    return new Drift(
        row.getObject("endpoint_id", UUID.class),
        row.getString("endpoint"),
        row.getString("environment"),
        DriftState.valueOf(row.getString("state")),
        Json.mapper()
            .readValue(row.getString("differences"), new TypeReference<List<Noticed>>() {}),
        instant(row, "looked_at"),
        instant(row, "compared_at"),
        instant(row, "next_look_at"),
        row.getObject("repair", UUID.class),
        row.getString("not_repaired"));
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant moment) {
    return moment == null ? null : Timestamp.from(moment);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp moment = row.getTimestamp(column);
    return moment == null ? null : moment.toInstant();
  }
}
