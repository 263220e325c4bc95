package dev.slipway.webhook;

import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import dev.slipway.monitoring.ReadGauges;
import dev.slipway.monitoring.RecordedGauge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whether the webhooks' receivers answer. */
@Component
class WebhookGauges implements ReadGauges {

  private static final RecordedGauge FAILING =
      RecordedGauge.seconds(
          "slipway.webhooks.failing",
          "Since when every attempt at the webhook has failed; 0 where the last one did not",
          "webhook");
  private static final RecordedGauge DISABLED =
      RecordedGauge.count(
          "slipway.webhooks.disabled",
          "1 where Slipway has disabled the webhook, since its receiver is gone or failed for days",
          "webhook");
  private static final RecordedGauge WAITING =
      RecordedGauge.count(
          "slipway.webhooks.waiting",
          "Messages that have not arrived yet, and are tried again",
          "webhook");

  private final JdbcClient jdbc;
  private final WallClock clock;

  WebhookGauges(JdbcClient jdbc, WallClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public List<RecordedGauge.Value> read() {
    Instant now = clock.now();
    List<RecordedGauge.Value> values = new ArrayList<>();
    jdbc.sql(
            """
            select w.name, w.failing_since, w.enabled, w.disabled_reason,
                   (select count(*) from webhook_delivery d
                    where d.webhook_id = w.id and d.state = 'PENDING') as waiting
            from webhook w
            """)
        .query(row -> {
          String webhook = row.getString("name");
          boolean enabled = row.getBoolean("enabled");
          boolean disabled = !enabled && row.getString("disabled_reason") != null;
          // Of one that is disabled nobody wants to hear how long ago it began.
          Instant since = enabled ? Timestamps.readIfAny(row, "failing_since") : null;
          values.add(FAILING.lasting(since, now, webhook));
          values.add(DISABLED.value(disabled ? 1 : 0, webhook));
          values.add(WAITING.value(row.getInt("waiting"), webhook));
        });
    return values;
  }
}
