package dev.slipway.rollout;

import dev.slipway.base.Timestamps;
import dev.slipway.cloud.CloudClock;
import dev.slipway.monitoring.ReadGauges;
import dev.slipway.monitoring.RecordedGauge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The deployments that have not ended: how many are in which state, and for how long. */
@Component
class DeploymentGauges implements ReadGauges {

  private static final RecordedGauge DEPLOYMENTS =
      RecordedGauge.count(
          "slipway.deployments",
          "Deployments that have not ended, by their state; in NEEDS_ATTENTION a person is asked",
          "environment",
          "state");
  private static final RecordedGauge LONGEST =
      RecordedGauge.seconds(
          "slipway.deployments.longest",
          "How long the deployment that is longest in this state has been in it, in AWS's time",
          "environment",
          "state");

  private static final String[] STATES =
      Arrays.stream(DeploymentState.values())
          .filter(state -> !state.terminal())
          .map(Enum::name)
          .toArray(String[]::new);

  private final JdbcClient jdbc;
  private final CloudClock clock;

  DeploymentGauges(JdbcClient jdbc, CloudClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public List<RecordedGauge.Value> read() {
    Instant now = clock.now();
    List<RecordedGauge.Value> values = new ArrayList<>();
    jdbc.sql(
            """
            select e.name, s.state, count(d.id) as deployments, min(d.state_since) as since
            from environment e cross join unnest(:states::text[]) as s (state)
            left join (select * from deployment where state = any(:states::text[])) d
              on d.environment_id = e.id and d.state = s.state
            group by e.name, s.state
            """)
        .param("states", STATES)
        .query(row -> {
          String environment = row.getString("name");
          String state = row.getString("state");
          values.add(DEPLOYMENTS.value(row.getInt("deployments"), environment, state));
          values.add(LONGEST.lasting(Timestamps.readIfAny(row, "since"), now, environment, state));
        });
    return values;
  }
}
