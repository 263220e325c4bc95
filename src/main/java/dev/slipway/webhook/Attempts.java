package dev.slipway.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes one attempt at a delivery, and decides how the delivery goes on. */
@Component
class Attempts {

  private final Webhooks webhooks;
  private final Deliveries deliveries;
  private final Messages messages;
  private final Courier courier;
  private final WebhookHealth health;
  private final TransactionTemplate transaction;

  Attempts(
      Webhooks webhooks,
      Deliveries deliveries,
      Messages messages,
      Courier courier,
      WebhookHealth health,
      TransactionTemplate transaction) {
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.messages = messages;
    this.courier = courier;
    this.health = health;
    this.transaction = transaction;
  }

  /**
   * Sends the message, then records the attempt. If the process dies in between, nobody knows of
   * the attempt, and the message is sent again.
   */
  void make(UUID id, UUID webhookId) {
    Webhook webhook = webhooks.byId(webhookId);
    Delivery delivery = deliveries.get(webhook, id);
    Courier.Outcome outcome =
        courier.send(webhook.url(), messages.of(webhook, delivery), delivery.attempts() + 1);
    transaction.executeWithoutResult(status -> {
      deliveries.record(id, outcome.attempt(), next(delivery, outcome));
      health.judge(webhook, delivery, outcome.attempt());
    });
  }

  private static Deliveries.Next next(Delivery delivery, Courier.Outcome outcome) {
    if (outcome.attempt().succeeded()) {
      return new Deliveries.Next(Delivery.State.DELIVERED, null);
    }
    Duration pause =
        Backoff.after(
            outcome.attempt().number() - delivery.attemptsBefore(),
            RandomGenerator.getDefault().nextDouble(),
            outcome.retryAfter());
    Instant due = outcome.attempt().at().plus(pause);
    return delivery.event() == null || due.isAfter(delivery.giveUpAt())
        ? new Deliveries.Next(Delivery.State.FAILED, null)
        : new Deliveries.Next(Delivery.State.PENDING, due);
  }
}
