package dev.slipway.rollout;

import dev.slipway.base.Fact;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.rollout.OwnedResources.Left;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The record of what deployments left behind for a while. */
@Component
class LeftResources {

  /** Until what AWS does not let go is tried again. */
  static final Duration AFTER_A_REFUSAL = Duration.ofHours(6);

  private final OwnedResources resources;
  private final CloudClock clock;
  private final ApplicationEventPublisher events;

  LeftResources(OwnedResources resources, CloudClock clock, ApplicationEventPublisher events) {
    this.resources = resources;
    this.clock = clock;
    this.events = events;
  }

  List<Left> due() {
    return resources.due(clock.now());
  }

  /** Marks a left resource as being taken away; false when it is in use again. */
  boolean goes(Left left) {
    return resources.claim(left, clock.now());
  }

  /** Whether somebody has begun to take the resource away. */
  boolean isGoing(Left left) {
    return resources.claimed(left);
  }

  /** AWS did not delete the resource: it may be used again, or be taken away another time. */
  @Transactional
  void stays(Left left) {
    resources.unclaim(left);
  }

  /**
   * AWS refuses to delete the resource until a person mends the cause. That is told, and the
   * removal is tried seldom from then on.
   */
  @Transactional
  void refused(Endpoint endpoint, Left left, String why) {
    stays(left);
    resources.collectLater(left, clock.now().plus(AFTER_A_REFUSAL));
    tell(
        endpoint,
        left,
        "resource.not-collected",
        "AWS does not let go of %s, which nothing uses any more: %s. Slipway tries again in %d hours."
            .formatted(left.name(), withoutEnd(why), AFTER_A_REFUSAL.toHours()));
  }

  private static String withoutEnd(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  @Transactional
  void gone(Endpoint endpoint, Left left, String said) {
    resources.gone(endpoint.id(), left.kind(), left.name(), clock.now());
    tell(endpoint, left, "resource.collected", said);
  }

  private void tell(Endpoint endpoint, Left left, String type, String said) {
    events.publishEvent(
        new Fact(
            "endpoint",
            endpoint.name(),
            type,
            "slipway",
            said,
            null,
            Map.of("kind", left.kind().name(), "name", left.name()),
            clock.now()));
  }
}
