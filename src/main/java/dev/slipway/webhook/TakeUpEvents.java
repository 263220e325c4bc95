package dev.slipway.webhook;

import dev.slipway.base.Failure;
import dev.slipway.base.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes deliveries out of events. It takes the events in the order of their positions (see {@code
 * live}), and moves its cursor in the transaction that adds the deliveries, so no event is passed
 * over and none is taken up twice.
 */
@Component
class TakeUpEvents {

  private static final int AT_ONCE = 500;
  private static final int MOST_REPLAYED = 10_000;

  /** The condition on the events {@code h} that a webhook wants. */
  private static final String WANTED =
      """
      (cardinality(w.types) = 0 or h.type = any(w.types)
       or exists (select from unnest(w.types) wanted
                  where wanted like '%.*' and starts_with(h.type, left(wanted, -1))))
      and (cardinality(w.environments) = 0 or h.environment = any(w.environments))
      """;

  private final JdbcClient jdbc;
  private final Deliveries deliveries;

  TakeUpEvents(JdbcClient jdbc, Deliveries deliveries) {
    this.jdbc = jdbc;
    this.deliveries = deliveries;
  }

  private record Wanted(UUID webhook, UUID event) {}

  /**
   * Takes up the events that came since the last time, at most so many at once.
   *
   * @return whether more may be there
   */
  @Transactional
  boolean takeUp() {
    Optional<Long> cursor =
        jdbc.sql("select position from webhook_cursor for update skip locked")
            .query(Long.class)
            .optional();
    if (cursor.isEmpty()) {
      return false;
    }
    List<Long> positions =
        jdbc.sql("select position from event_position where position > ? order by position limit ?")
            .params(cursor.get(), AT_ONCE)
            .query((row, number) -> row.getLong("position"))
            .list();
    if (positions.isEmpty()) {
      return false;
    }
    jdbc.sql(
            """
            select w.id as webhook, h.id as event
            from event_position p join history h on h.id = p.event_id join webhook w on w.enabled
            where p.position > :after and p.position <= :until and
            """
                + WANTED
                + " order by p.position")
        .param("after", cursor.get())
        .param("until", positions.getLast())
        .query((row, number) ->
            new Wanted(row.getObject("webhook", UUID.class), row.getObject("event", UUID.class)))
        .list()
        .forEach(wanted -> deliveries.add(wanted.webhook(), wanted.event()));
    jdbc.sql("update webhook_cursor set position = ?").param(positions.getLast()).update();
    return positions.size() == AT_ONCE;
  }

  /**
   * Sends again all events that a webhook wants and that were recorded since a time.
   *
   * @return how many messages that makes
   * @throws Failure.Refused {@code too-much-to-replay}
   */
  @Transactional
  int replaySince(Webhook webhook, Instant since) {
    List<UUID> events =
        jdbc.sql(
                "select h.id from history h join webhook w on w.id = :webhook"
                    + " where h.recorded_at >= :since and "
                    + WANTED
                    + " order by h.recorded_at, h.id limit :limit")
            .param("webhook", webhook.id())
            .param("since", Timestamps.utc(since))
            .param("limit", MOST_REPLAYED + 1)
            .query((row, number) -> row.getObject("id", UUID.class))
            .list();
    if (events.size() > MOST_REPLAYED) {
      throw Failure.Refused.field(
          "too-much-to-replay",
          "/since",
          "More than %d events were recorded since then; name a later time, or read the export."
              .formatted(MOST_REPLAYED));
    }
    events.forEach(event -> deliveries.add(webhook.id(), event));
    return events.size();
  }

  /**
   * Deletes deliveries that ended long ago, and gives up those that were never tried to the end.
   * Deliveries that wait until their webhook is enabled again are left.
   */
  @Transactional
  void tidy(Instant now, Duration kept) {
    jdbc.sql(
            """
            update webhook_delivery d set state = 'FAILED', ended_at = :now
            where d.state = 'PENDING' and d.give_up_at < :now and d.due_at < :now
              and exists (select 1 from webhook w where w.id = d.webhook_id and w.enabled)
            """)
        .param("now", Timestamps.utc(now))
        .update();
    jdbc.sql(
            """
            delete from webhook_delivery
            where id in (select id from webhook_delivery where ended_at < :before limit 1000)
            """)
        .param("before", Timestamps.utc(now.minus(kept)))
        .update();
    jdbc.sql("delete from webhook_secret where expires_at < :now")
        .param("now", Timestamps.utc(now))
        .update();
  }
}
