package dev.slipway.endpoint;

import dev.slipway.monitoring.ReadGauges;
import dev.slipway.monitoring.RecordedGauge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the last looks at AWS found of the endpoints that serve. */
@Component
class DriftGauges implements ReadGauges {

  private static final RecordedGauge ENDPOINTS =
      RecordedGauge.count(
          "slipway.endpoints",
          "Endpoints that serve, by what the last look at AWS found: DRIFTED and GONE are not as"
              + " released",
          "environment",
          "drift");
  private static final RecordedGauge NOT_REPAIRED =
      RecordedGauge.count(
          "slipway.endpoints.not.repaired",
          "Endpoints that were to be repaired, whose last repair was refused",
          "environment");

  private static final String[] STATES =
      Arrays.stream(DriftState.values()).map(Enum::name).toArray(String[]::new);

  private final JdbcClient jdbc;

  DriftGauges(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<RecordedGauge.Value> read() {
    List<RecordedGauge.Value> values = new ArrayList<>();
    jdbc.sql(
            """
            select e.name, s.state, count(d.state) as endpoints
            from environment e cross join unnest(:states::text[]) as s (state)
            left join (select p.environment_id, d.state from endpoint_drift d
                       join endpoint p on p.id = d.endpoint_id and not p.retired) d
              on d.environment_id = e.id and d.state = s.state
            group by e.name, s.state
            """)
        .param("states", STATES)
        .query(row -> {
          values.add(
              ENDPOINTS.value(
                  row.getInt("endpoints"), row.getString("name"), row.getString("state")));
        });
    jdbc.sql(
            """
            select e.name, count(d.not_repaired) as endpoints
            from environment e
            left join endpoint p on p.environment_id = e.id and not p.retired
            left join endpoint_drift d on d.endpoint_id = p.id
            group by e.name
            """)
        .query(row -> {
          values.add(NOT_REPAIRED.value(row.getInt("endpoints"), row.getString("name")));
        });
    return values;
  }
}
