package dev.slipway.webhook;

import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Page;
import dev.slipway.base.Timestamps;
import dev.slipway.base.WallClock;
import dev.slipway.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The delivery log: every message to every webhook, with the outcome of each attempt. */
@Component
class Deliveries {

  private final JdbcClient jdbc;
  private final WallClock clock;

  Deliveries(JdbcClient jdbc, WallClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Newest first, each with its latest attempt. */
  Page<Delivery> list(Webhook webhook, Delivery.@Nullable State state, PageRequest page) {
    List<Delivery> rows =
        jdbc.sql(
                """
                select d.*, a.number, a.at, a.duration_ms, a.status, a.error, a.answer
                from webhook_delivery d
                left join webhook_attempt a on a.delivery_id = d.id and a.number = d.attempts
                where d.webhook_id = :webhook and (:state::text is null or d.state = :state)
                  and (:after::uuid is null or d.id < :after)
                order by d.id desc limit :limit
                """)
            .param("webhook", webhook.id())
            .param("state", state == null ? null : state.name())
            .param("after", page.afterId())
            .param("limit", page.limit())
            .query((row, number) -> delivery(row, latest(row)))
            .list();
    return page.page(rows, Delivery::id);
  }

  /**
   * One delivery, with all its attempts.
   *
   * @throws Failure.NotFound {@code no-such-delivery}
   */
  Delivery get(Webhook webhook, UUID id) {
    List<Delivery.Attempt> tries =
        jdbc.sql(
                """
                select number, at, duration_ms, status, error, answer from webhook_attempt
                where delivery_id = ? order by number desc limit 100
                """)
            .param(id)
            .query((row, number) -> attempt(row))
            .list();
    return jdbc.sql("select * from webhook_delivery where id = ? and webhook_id = ?")
        .params(id, webhook.id())
        .query((row, number) -> delivery(row, tries))
        .optional()
        .orElseThrow(() ->
            new Failure.NotFound(
                "no-such-delivery",
                "Webhook %s has no delivery %s; deliveries are kept for 30 days after their end."
                    .formatted(webhook.name(), id)));
  }

  /** Adds the delivery of an event, due now. A delivery that exists already begins anew. */
  void add(UUID webhook, UUID event) {
    Instant now = clock.now();
    insert(webhook, event, now, now.plus(Backoff.GIVE_UP));
  }

  /**
   * Adds a ping, which its request sends at once. No round takes it up meanwhile, and it is not
   * tried again.
   */
  UUID addPing(UUID webhook) {
    Instant now = clock.now();
    return insert(webhook, null, now.plus(SendDue.LOST), now);
  }

  private UUID insert(UUID webhook, @Nullable UUID event, Instant due, Instant giveUpAt) {
    UUID id = Ids.next();
    jdbc.sql(
            """
            insert into webhook_delivery
                (id, webhook_id, event_id, state, attempts, attempts_before, due_at, give_up_at,
                 created_at)
            values (:id, :webhook, :event, 'PENDING', 0, 0, :due, :give_up, :now)
            on conflict (webhook_id, event_id) do update
            set state = 'PENDING', due_at = :due, give_up_at = :give_up, ended_at = null,
                attempts_before = webhook_delivery.attempts
            """)
        .param("id", id)
        .param("webhook", webhook)
        .param("event", event)
        .param("due", Timestamps.utc(due))
        .param("give_up", Timestamps.utc(giveUpAt))
        .param("now", Timestamps.utc(clock.now()))
        .update();
    return id;
  }

  /** Sends a delivery once more, whatever its outcome was. */
  @Transactional
  Delivery replay(Webhook webhook, UUID id) {
    Delivery delivery = get(webhook, id);
    UUID event = delivery.event();
    if (event == null) {
      throw new Failure.Refused(
          "ping-is-not-replayed", "A ping tells of nothing; send another one instead.");
    }
    add(webhook.id(), event);
    return get(webhook, id);
  }

  /**
   * How a delivery goes on after an attempt.
   *
   * @param dueAt when it is tried again; null when it has ended
   */
  record Next(Delivery.State state, @Nullable Instant dueAt) {}

  /** Puts an attempt on record. */
  void record(UUID id, Delivery.Attempt attempt, Next next) {
    jdbc.sql(
            """
            insert into webhook_attempt
                (delivery_id, number, at, duration_ms, status, error, answer)
            values (:id, :number, :at, :duration, :status, :error, :answer)
            on conflict (delivery_id, number) do nothing
            """)
        .param("id", id)
        .param("number", attempt.number())
        .param("at", Timestamps.utc(attempt.at()))
        .param("duration", attempt.durationMs())
        .param("status", attempt.status())
        .param("error", attempt.error())
        .param("answer", attempt.answer())
        .update();
    Instant dueAt = next.dueAt();
    jdbc.sql(
            """
            update webhook_delivery
            set state = :state, attempts = :number, due_at = coalesce(:due, due_at),
                ended_at = case when :state = 'PENDING' then null else :now end
            where id = :id and attempts < :number
            """)
        .param("state", next.state().name())
        .param("number", attempt.number())
        .param("due", dueAt == null ? null : Timestamps.utc(dueAt))
        .param("now", Timestamps.utc(clock.now()))
        .param("id", id)
        .update();
  }

  private static List<Delivery.Attempt> latest(ResultSet row) throws SQLException {
    List<Delivery.Attempt> latest = new ArrayList<>();
    if (row.getObject("number") != null) {
      latest.add(attempt(row));
    }
    return latest;
  }

  private static Delivery.Attempt attempt(ResultSet row) throws SQLException {
    return new Delivery.Attempt(
        row.getInt("number"),
        Timestamps.read(row, "at"),
        row.getLong("duration_ms"),
        row.getObject("status", Integer.class),
        row.getString("error"),
        row.getString("answer"));
  }

  private static Delivery delivery(ResultSet row, List<Delivery.Attempt> tries)
      throws SQLException {
    Delivery.State state = Delivery.State.valueOf(row.getString("state"));
    return new Delivery(
        row.getObject("id", UUID.class),
        row.getObject("event_id", UUID.class),
        state,
        row.getInt("attempts"),
        state == Delivery.State.PENDING ? Timestamps.read(row, "due_at") : null,
        Timestamps.read(row, "created_at"),
        Timestamps.readIfAny(row, "ended_at"),
        tries,
        Timestamps.read(row, "give_up_at"),
        row.getInt("attempts_before"));
  }
}
