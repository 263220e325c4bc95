package dev.slipway.traffic;

import dev.slipway.access.Principal;
import dev.slipway.base.Fact;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.traffic.Captures.Dropped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Deletes captures of an endpoint and puts that on record. They are not deleted when capturing
 * ends, since somebody may end it to read what was captured.
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

  /** Deletes all of them, since somebody said so. */
  @Transactional
  void delete(String name, Principal caller) {
    Optional<Dropped> all = captures.drop(endpoints.named(name));
    tell(
        name,
        caller,
        "The captures of endpoint %s were deleted.".formatted(name),
        all.map(DeleteCaptures::data).orElse(Map.of("captures", 0)));
  }

  /** Deletes all but the newest, since the rules keep no more; part of the caller's transaction. */
  void keepNewest(String name, int keep, Principal caller) {
    captures
        .keepNewest(name, keep)
        .ifPresent(oldest -> {
          Map<String, Object> data = new HashMap<>(data(oldest));
          data.put("keep", keep);
          tell(
              name,
              caller,
              "The oldest captures of endpoint %s (%d) were deleted: its traffic rules keep %d."
                  .formatted(name, oldest.captures(), keep),
              data);
        });
  }

  private static Map<String, Object> data(Dropped dropped) {
    return Map.of(
        "captures", dropped.captures(),
        "from", dropped.from().toString(),
        "to", dropped.to().toString());
  }

  private void tell(String name, Principal caller, String summary, Map<String, Object> data) {
    events.publishEvent(
        new Fact(
            "endpoint",
            name,
            "endpoint.captures-deleted",
            caller.name(),
            summary,
            null,
            data,
            clock.now()));
  }
}
