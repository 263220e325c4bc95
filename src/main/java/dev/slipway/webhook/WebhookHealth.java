package dev.slipway.webhook;

import dev.slipway.access.Principal;
import dev.slipway.base.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Judges whether a webhook's present address answers; attempts at an earlier address do not count.
 * A webhook that fails for days, or whose receiver says that it is gone, is disabled.
 */
@Component
class WebhookHealth {

  private static final int GONE = 410;

  private final JdbcClient jdbc;
  private final WebhookFacts facts;

  WebhookHealth(JdbcClient jdbc, WebhookFacts facts) {
    this.jdbc = jdbc;
    this.facts = facts;
  }

  /**
   * Draws the consequence of an attempt for the webhook; part of the transaction that records the
   * attempt.
   */
  void judge(Webhook webhook, Delivery delivery, Delivery.Attempt attempt) {
    if (attempt.succeeded()) {
      works(webhook);
      return;
    }
    if (delivery.event() == null) {
      return; // Somebody tries whether it works, and sees that it does not.
    }
    Optional<Instant> since = fails(webhook, attempt.at());
    if (since.isEmpty()) return;
    if (Integer.valueOf(GONE).equals(attempt.status())) {
      disable(webhook, "The receiver answered 410 Gone.");
    } else if (Duration.between(since.get(), attempt.at()).compareTo(Backoff.DISABLE) > 0) {
      disable(webhook, "Every attempt since %s has failed.".formatted(since.get()));
    }
  }

  private void works(Webhook webhook) {
    jdbc.sql(
            """
            update webhook set failing_since = null
            where id = ? and url = ? and failing_since is not null
            """)
        .params(webhook.id(), webhook.url())
        .update();
  }

  /**
   * Since when every attempt has failed, this one included; empty when the webhook has another
   * address by now.
   */
  private Optional<Instant> fails(Webhook webhook, Instant at) {
    return jdbc.sql(
            """
            update webhook set failing_since = coalesce(failing_since, ?)
            where id = ? and url = ?
            returning failing_since
            """)
        .params(Timestamps.utc(at), webhook.id(), webhook.url())
        .query((row, _) -> Timestamps.read(row, "failing_since"))
        .optional();
  }

  private void disable(Webhook webhook, String reason) {
    int changed =
        jdbc.sql(
                """
                update webhook set enabled = false, disabled_reason = ?, version = version + 1
                where id = ? and url = ? and enabled
                """)
            .params(reason, webhook.id(), webhook.url())
            .update();
    if (changed == 1) {
      facts.tell(
          webhook,
          "webhook.disabled",
          Principal.SLIPWAY.name(),
          "Disabled webhook %s to %s: %s".formatted(webhook.name(), webhook.host(), reason),
          Map.of("host", webhook.host(), "reason", reason));
    }
  }
}
