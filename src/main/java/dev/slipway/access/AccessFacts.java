package dev.slipway.access;

import dev.slipway.base.Fact;
import dev.slipway.cloud.CloudClock;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Puts decisions on access on record, in the transaction that makes them true. */
@Component
class AccessFacts {

  private final ApplicationEventPublisher facts;
  private final CloudClock clock;

  AccessFacts(ApplicationEventPublisher facts, CloudClock clock) {
    this.facts = facts;
    this.clock = clock;
  }

  /**
   * Tells one decision.
   *
   * @param subject the name of the principal whom the decision concerns
   */
  void tell(String subject, String type, String actor, String summary, Map<String, Object> data) {
    facts.publishEvent(
        new Fact("principal", subject, type, actor, summary, null, data, clock.now()));
  }
}
