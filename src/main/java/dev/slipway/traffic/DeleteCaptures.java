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

/**
 * Deletes the captures of an endpoint. They are not deleted when capturing ends, since somebody may
 * end it to read what was captured.
 */
@Component
class DeleteCaptures {

  private final Captures captures;
  private final Endpoints endpoints;
  private final ApplicationEventPublisher events;
  private final CloudClock clock;

  DeleteCaptures(
      Captures captures, Endpoints endpoints, ApplicationEventPublisher events, CloudClock clock) {
    this.captures = captures;
    this.endpoints = endpoints;
    this.events = events;
    this.clock = clock;
  }

  @Transactional
  void delete(String name, Principal caller) {
    Endpoint endpoint = endpoints.named(name);
    int deleted = captures.drop(endpoint);
    events.publishEvent(
        new Fact(
            "endpoint",
            name,
            "endpoint.captures-deleted",
            caller.name(),
            "The captures of endpoint %s were deleted.".formatted(name),
            null,
            Map.of("captures", deleted),
            clock.now()));
  }
}
