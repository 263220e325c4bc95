package dev.slipway.webhook;

import dev.slipway.base.Fact;
import dev.slipway.cloud.CloudClock;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Puts changes of webhooks on record, in the transaction that makes them. */
@Component
class WebhookFacts {

  private final ApplicationEventPublisher facts;
  private final CloudClock clock;

  WebhookFacts(ApplicationEventPublisher facts, CloudClock clock) {
    this.facts = facts;
    this.clock = clock;
  }

  void tell(Webhook webhook, String type, String actor, String summary, Map<String, Object> data) {
    facts.publishEvent(
        new Fact("webhook", webhook.name(), type, actor, summary, null, data, clock.now()));
  }
}
