package dev.slipway.rollout;

import dev.slipway.endpoint.PastDurations;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The median of an endpoint's last successful deployments, their planned bakes taken off. */
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
                select greatest(0, extract(epoch from finished_at - created_at)
                                   - (plan -> 'expected_seconds' ->> 'baking')::numeric)::int
                from deployment
                where endpoint_id = ? and state = 'SUCCEEDED' and kind in ('PROMOTE', 'ROLL_BACK')
                  and finished_at is not null
                order by id desc limit 5
                """)
            .param(endpointId)
            .query((row, number) -> row.getInt(1))
            .list()
            .stream()
            .sorted()
            .toList();
    return seconds.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(seconds.get(seconds.size() / 2));
  }
}
