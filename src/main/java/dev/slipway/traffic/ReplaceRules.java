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
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Replaces the traffic rules of an endpoint. */
@Component
class ReplaceRules {

  private final RulesOfEndpoints rules;
  private final DeleteCaptures captures;
  private final MirrorWindows windows;
  private final Endpoints endpoints;
  private final ApplicationEventPublisher events;
  private final CloudClock clock;

  ReplaceRules(
      RulesOfEndpoints rules,
      DeleteCaptures captures,
      MirrorWindows windows,
      Endpoints endpoints,
      ApplicationEventPublisher events,
      CloudClock clock) {
    this.rules = rules;
    this.captures = captures;
    this.windows = windows;
    this.endpoints = endpoints;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Replaces an endpoint's rules; the proxies follow within seconds.
   *
   * @param ifMatch the tag of what the caller has seen
   */
  @Transactional
  RulesOfEndpoints.Stored replace(
      String name, TrafficRules wanted, @Nullable String ifMatch, Principal caller) {
    Endpoint endpoint = endpoints.named(name);
    RulesCheck.check(wanted);
    Fallback fallback = wanted.fallback();
    requireOther(endpoint, fallback == null ? null : fallback.endpoint(), "/fallback", caller);
    Mirror mirror = wanted.mirror();
    requireOther(endpoint, mirror == null ? null : mirror.endpoint(), "/mirror", caller);
    RulesOfEndpoints.Stored seen = rules.of(endpoint.id());
    requireMaySend(endpoint, seen.rules(), wanted, caller);
    Preconditions.require(ifMatch, seen.version());
    if (!rules.write(endpoint.id(), wanted, seen.version())) {
      throw Failure.Precondition.stale(
          "The traffic rules of %s were changed since you read them.".formatted(name));
    }
    windows.follow(endpoint, seen.rules().mirror(), mirror);
    TrafficRules.Capture capture = wanted.capture();
    if (capture != null && capture.s3Prefix() == null) {
      // The oldest captures are dropped here, since without traffic no new capture would drop them.
      captures.keepNewest(name, capture.keepOrUsual(), caller);
    }
    events.publishEvent(
        new Fact(
            "endpoint",
            name,
            "endpoint.traffic_rules_changed",
            caller.name(),
            "The traffic rules of endpoint %s were changed.".formatted(name),
            null,
            Map.of("rules", Json.write(wanted)),
            clock.now()));
    return rules.of(endpoint.id());
  }

  /**
   * Refuses to capture into S3 for a caller who may not read captures: what people send leaves
   * Slipway only if somebody who may read it wants that.
   */
  private static void requireMaySend(
      Endpoint endpoint, TrafficRules now, TrafficRules wanted, Principal caller) {
    String to = s3Prefix(wanted);
    if (to != null && !to.equals(s3Prefix(now))) {
      caller.require(Role.ADMIN, endpoint.environment());
    }
  }

  private static @Nullable String s3Prefix(TrafficRules rules) {
    TrafficRules.Capture capture = rules.capture();
    return capture == null ? null : capture.s3Prefix();
  }

  /**
   * Refuses to send traffic to the endpoint itself, to one that was retired, and to one where the
   * caller may not change what is live. An endpoint without its first release may be named.
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
    Endpoint named;
    try {
      named = endpoints.named(other);
    } catch (Failure.NotFound _) {
      throw Failure.Invalid.field(pointer, "There is no endpoint %s.".formatted(other));
    }
    caller.require(Role.DEPLOYER, named.environment());
    if (named.retired()) {
      throw Failure.Invalid.field(pointer, "Endpoint %s is retired.".formatted(other));
    }
  }
}
