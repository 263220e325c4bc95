package dev.slipway.traffic;

import dev.slipway.access.Principal;
import dev.slipway.base.Fact;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Has an endpoint's mirror report count from now, and puts that on record. */
@Component
class ResetMirrorReport {

  private final MirrorWindows windows;
  private final RulesOfEndpoints rules;
  private final Endpoints endpoints;
  private final ApplicationEventPublisher events;
  private final CloudClock clock;

  ResetMirrorReport(
      MirrorWindows windows,
      RulesOfEndpoints rules,
      Endpoints endpoints,
      ApplicationEventPublisher events,
      CloudClock clock) {
    this.windows = windows;
    this.rules = rules;
    this.endpoints = endpoints;
    this.events = events;
    this.clock = clock;
  }

  @Transactional
  void reset(String name, Principal caller) {
    Endpoint endpoint = endpoints.named(name);
    long forgotten = windows.reset(endpoint, rules.of(endpoint.id()).rules().mirror());
    events.publishEvent(
        new Fact(
            "endpoint",
            name,
            "endpoint.mirror-report-reset",
            caller.name(),
            "The mirror report of endpoint %s was reset; %d comparisons were forgotten."
                .formatted(name, forgotten),
            null,
            Map.of("comparisons", forgotten),
            clock.now()));
  }
}
