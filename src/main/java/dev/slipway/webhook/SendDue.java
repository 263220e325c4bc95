package dev.slipway.webhook;

import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends the messages that are due, each on a virtual thread. So a slow receiver holds up neither
 * the scheduler's threads, on which deployments run, nor the messages to others. A message is
 * claimed by moving the time at which it is due: if the process dies, the message is sent again
 * then. So a message is sent at least once, and may be sent twice.
 */
@Component
class SendDue {

  private static final Logger LOG = LoggerFactory.getLogger(SendDue.class);

  /** An attempt without a record after this time is lost. */
  static final Duration LOST = Duration.ofMinutes(2);

  private static final int AT_ONCE = 32;
  private static final int AT_ONCE_PER_WEBHOOK = 8;

  private final JdbcClient jdbc;
  private final WallClock clock;
  private final Attempts attempts;
  private final TransactionTemplate transaction;
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final Map<UUID, Integer> underWay = new ConcurrentHashMap<>();

  SendDue(JdbcClient jdbc, WallClock clock, Attempts attempts, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.attempts = attempts;
    this.transaction = transaction;
  }

  /** A delivery whose next attempt this process makes. */
  record Claimed(UUID delivery, UUID webhook) {}

  /** Starts the attempts that are due. */
  void start() {
    for (Claimed claimed : claim()) {
      free.acquireUninterruptibly();
      underWay.merge(claimed.webhook(), 1, Integer::sum);
      Thread.ofVirtual().name("slipway-webhook").start(() -> send(claimed));
    }
  }

  /** How many attempts are under way. */
  int underWay() {
    return AT_ONCE - free.availablePermits();
  }

  private void send(Claimed claimed) {
    try {
      attempts.make(claimed.delivery(), claimed.webhook());
    } catch (RuntimeException e) {
      LOG.warn("An attempt at delivery {} was lost and will be made again", claimed.delivery(), e);
    } finally {
      underWay.computeIfPresent(claimed.webhook(), (id, count) -> count == 1 ? null : count - 1);
      free.release();
    }
  }

  private List<Claimed> claim() {
    Instant now = clock.now();
    String[] busy =
        underWay.entrySet().stream()
            .filter(webhook -> webhook.getValue() >= AT_ONCE_PER_WEBHOOK)
            .map(webhook -> webhook.getKey().toString())
            .toArray(String[]::new);
    List<Claimed> claimed =
        transaction.execute(status ->
            jdbc.sql(
                    """
                    update webhook_delivery set due_at = :lost
                    where state = 'PENDING' and due_at <= :now and id in (
                      select id from (
                        select d.id, d.due_at,
                               row_number() over (partition by d.webhook_id order by d.due_at) as place
                        from webhook_delivery d join webhook w on w.id = d.webhook_id and w.enabled
                        where d.state = 'PENDING' and d.due_at <= :now
                          and d.webhook_id::text <> all(:busy::text[])) due
                      where place <= :per_webhook order by due_at limit :limit)
                    returning id, webhook_id
                    """)
                .param("lost", Timestamps.utc(now.plus(LOST)))
                .param("now", Timestamps.utc(now))
                .param("busy", busy)
                .param("per_webhook", AT_ONCE_PER_WEBHOOK)
                .param("limit", free.availablePermits())
                .query((row, number) ->
                    new Claimed(
                        row.getObject("id", UUID.class), row.getObject("webhook_id", UUID.class)))
                .list());
    return claimed == null ? List.of() : claimed;
  }
}
