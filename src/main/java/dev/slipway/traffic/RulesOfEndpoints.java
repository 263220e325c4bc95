package dev.slipway.traffic;

import dev.slipway.base.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The traffic rules of all endpoints. */
@Component
public class RulesOfEndpoints {

  private final JdbcClient jdbc;

  RulesOfEndpoints(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Rules as they are on record.
   *
   * @param version for the ETag; 0 while none were ever stated
   */
  record Stored(TrafficRules rules, long version) {}

  /** The rules of every endpoint that has any, by the endpoint's name; one query. */
  public Map<String, TrafficRules> all() {
    var all = new HashMap<String, TrafficRules>();
    jdbc.sql(
            """
            select p.name, r.rules from traffic_rules r join endpoint p on p.id = r.endpoint_id
            where not p.retired
            """)
        .query(row -> {
          all.put(row.getString("name"), Json.read(row.getString("rules"), TrafficRules.class));
        });
    return all;
  }

  /** An endpoint's rules. */
  Stored of(UUID endpoint) {
    return jdbc.sql("select rules, version from traffic_rules where endpoint_id = ?")
        .param(endpoint)
        .query((row, number) ->
            new Stored(
                Json.read(row.getString("rules"), TrafficRules.class), row.getLong("version")))
        .optional()
        .orElseGet(() -> new Stored(TrafficRules.NONE, 0));
  }

  /**
   * Writes an endpoint's rules.
   *
   * @param seen the version that they replace
   * @return false when somebody else has replaced that version already
   */
  boolean write(UUID endpoint, TrafficRules rules, long seen) {
    return jdbc.sql(
                """
                insert into traffic_rules (endpoint_id, rules, version)
                values (:endpoint, :rules::jsonb, 1)
                on conflict (endpoint_id) do update
                set rules = excluded.rules, version = traffic_rules.version + 1
                where traffic_rules.version = :seen
                """)
            .param("endpoint", endpoint)
            .param("rules", Json.write(rules))
            .param("seen", seen)
            .update()
        > 0;
  }
}
