package dev.slipway.traffic;

import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.base.Fact;
import dev.slipway.base.Failure;
import dev.slipway.base.Json;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.traffic.TrafficRules.Fallback;
import dev.slipway.traffic.TrafficRules.Mirror;
import dev.slipway.web.Preconditions;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The traffic rules of all endpoints. */
@Component
public class RulesOfEndpoints {

  private final JdbcClient jdbc;
  private final Endpoints endpoints;
  private final ApplicationEventPublisher events;
  private final CloudClock clock;

  RulesOfEndpoints(
      JdbcClient jdbc, Endpoints endpoints, ApplicationEventPublisher events, CloudClock clock) {
    this.jdbc = jdbc;
    this.endpoints = endpoints;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Rules as they are on record.
   *
   * @param version for the ETag; 0 while none were ever stated
   */
  record Stored(TrafficRules rules, long version) {}

  /** The rules of every endpoint that has some, by its name; one query. */
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
   * Replaces an endpoint's rules; the proxies follow within seconds.
   *
   * @param ifMatch the tag of what the caller has seen
   */
  @Transactional
  Stored replace(String name, TrafficRules rules, @Nullable String ifMatch, Principal caller) {
    Endpoint endpoint = endpoints.named(name);
    RulesCheck.check(rules);
    Fallback fallback = rules.fallback();
    requireOther(endpoint, fallback == null ? null : fallback.endpoint(), "/fallback", caller);
    Mirror mirror = rules.mirror();
    requireOther(endpoint, mirror == null ? null : mirror.endpoint(), "/mirror", caller);
    Stored seen = of(endpoint.id());
    Preconditions.require(ifMatch, seen.version());
    int changed =
        jdbc.sql(
                """
                insert into traffic_rules (endpoint_id, rules, version)
                values (:endpoint, :rules::jsonb, 1)
                on conflict (endpoint_id) do update
                set rules = excluded.rules, version = traffic_rules.version + 1
                where traffic_rules.version = :seen
                """)
            .param("endpoint", endpoint.id())
            .param("rules", Json.write(rules))
            .param("seen", seen.version())
            .update();
    if (changed == 0) {
      throw Failure.Precondition.stale(
          "The traffic rules of %s were changed since you read them.".formatted(name));
    }
    events.publishEvent(
        new Fact(
            "endpoint",
            name,
            "endpoint.traffic_rules_changed",
            caller.name(),
            "The traffic rules of endpoint %s were changed.".formatted(name),
            null,
            Map.of("rules", Json.write(rules)),
            clock.now()));
    return of(endpoint.id());
  }

  /**
   * Traffic may be sent only to another endpoint, by somebody who may change what is live there.
   */
  private void requireOther(
      Endpoint endpoint, @Nullable String other, String part, Principal caller) {
    if (other == null) {
      return;
    }
    String pointer = part + "/endpoint";
    if (other.equals(endpoint.name())) {
      throw Failure.Invalid.field(pointer, "It must be another endpoint.");
    }
    try {
      caller.require(Role.DEPLOYER, endpoints.named(other).environment());
    } catch (Failure.NotFound _) {
      throw Failure.Invalid.field(pointer, "There is no endpoint %s.".formatted(other));
    }
  }
}
