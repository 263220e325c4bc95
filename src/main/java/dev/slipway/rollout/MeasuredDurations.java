package dev.slipway.rollout;

import dev.slipway.base.Json;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.endpoint.Bakes;
import dev.slipway.endpoint.PastDurations;
import dev.slipway.endpoint.WayBack;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The median duration of an endpoint's last successful deployments, without their planned bakes.
 * For a deployment that replaced the fleet in batches, the duration of one batch counts, since each
 * batch is brought up anew. A rollback in batches is left out, since the number of its batches is
 * not on record.
 */
@Component
class MeasuredDurations implements PastDurations {

  private final JdbcClient jdbc;

  MeasuredDurations(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public OptionalInt provisioningSeconds(UUID endpointId) {
    List<Integer> seconds =
        jdbc
            .sql(
                """
                select greatest(0, extract(epoch from d.finished_at - d.created_at)
                                   - (d.plan -> 'expected_seconds' ->> 'baking')::numeric)::int
                           as seconds,
                       d.kind = 'PROMOTE' and d.plan #>> '{fleet,instances_before}' is not null
                           as updated,
                       (d.plan #>> '{fleet,instances_after}')::int as instances,
                       r.spec -> 'rollout' as rollout
                from deployment d join release r on r.id = d.release_id
                where d.endpoint_id = :endpoint and d.state = 'SUCCEEDED'
                  and d.kind in ('PROMOTE', 'ROLL_BACK') and d.finished_at is not null
                  and not coalesce(
                    d.plan -> 'remarks' @> jsonb_build_array(
                                             jsonb_build_object('code', :inBatches::text)), false)
                order by d.id desc limit 5
                """)
            .param("endpoint", endpointId)
            .param("inBatches", WayBack.IN_BATCHES)
            .query(MeasuredDurations::ofOneBatch)
            .list()
            .stream()
            .sorted()
            .toList();
    return seconds.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(seconds.get(seconds.size() / 2));
  }

  /**
   * The duration of one batch. Only an update from instances to instances goes in batches; all
   * other fleets come up at once.
   */
  private static int ofOneBatch(ResultSet row, int number) throws SQLException {
    int seconds = row.getInt("seconds");
    Integer instances = row.getObject("instances", Integer.class);
    if (!row.getBoolean("updated") || instances == null) return seconds;
    RolloutPolicy policy = Json.read(row.getString("rollout"), RolloutPolicy.class);
    return seconds / Bakes.batches(policy, instances);
  }
}
