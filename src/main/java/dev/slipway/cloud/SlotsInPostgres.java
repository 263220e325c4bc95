package dev.slipway.cloud;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@link CallSlots} that all processes on one Postgres share: a row a queue, moved on by single
 * statements. The table is not logged, so no slot waits for the disk.
 */
final class SlotsInPostgres implements CallSlots {

  private static final String SLOWNESS =
      """
      (1 + (p.slowness - 1) * case when p.slowed_at is null then 0
           else greatest(0, least(1, 1 - extract(epoch from (:now::timestamptz - p.slowed_at)) / :recovery::float8)) end)
      """;

  private final JdbcClient jdbc;

  SlotsInPostgres(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<Slots> take(
      Queue queue, double perSecond, int count, Instant now, Instant latest) {
    return jdbc.sql(
            """
            insert into aws_call_queue as p (account_id, region, call_class, next_at)
            values (:account, :region, :class,
                    :floor::timestamptz + :count::float8 * make_interval(secs => :spacing::float8))
            on conflict (account_id, region, call_class) do update
            set next_at = greatest(p.next_at, :floor::timestamptz)
                          + :count::float8 * make_interval(secs => :spacing::float8 *\
            """
                + SLOWNESS
                + """
                )
                where greatest(p.next_at, :floor::timestamptz) <= :latest::timestamptz
                returning p.next_at, :spacing::float8 *\
                """
                + SLOWNESS)
        .param("account", queue.accountId())
        .param("region", queue.region())
        .param("class", queue.callClass().name())
        .param("now", Timestamp.from(now))
        .param("latest", Timestamp.from(latest))
        .param("floor", Timestamp.from(CallSlots.floor(now, perSecond)))
        .param("recovery", (double) RECOVERY.toSeconds())
        .param("count", (double) count)
        .param("spacing", 1 / perSecond)
        .query((row, number) -> {
          Duration spacing = Duration.ofNanos(Math.round(row.getDouble(2) * 1e9));
          Instant next = row.getTimestamp(1).toInstant();
          return new Slots(next.minus(spacing.multipliedBy(count)), spacing);
        })
        .optional();
  }

  @Override
  public void slowDown(Queue queue, Instant now, Duration pause) {
    jdbc.sql(
            """
            insert into aws_call_queue as p
                (account_id, region, call_class, next_at, slowness, slowed_at)
            values (:account, :region, :class, :now::timestamptz + make_interval(secs => :pause::float8), 2, :now::timestamptz)
            on conflict (account_id, region, call_class) do update
            set next_at = greatest(p.next_at, :now::timestamptz) + make_interval(secs => :pause::float8),
                slowed_at = :now::timestamptz,
                slowness = least(:slowest::float8, 2 *\
            """
                + SLOWNESS
                + ")")
        .param("account", queue.accountId())
        .param("region", queue.region())
        .param("class", queue.callClass().name())
        .param("now", Timestamp.from(now))
        .param("pause", pause.toMillis() / 1000.0)
        .param("recovery", (double) RECOVERY.toSeconds())
        .param("slowest", SLOWEST)
        .update();
  }

  @Override
  public Instant next(Queue queue, Instant now) {
    return jdbc.sql(
            """
            select next_at from aws_call_queue
            where account_id = ? and region = ? and call_class = ?
            """)
        .params(queue.accountId(), queue.region(), queue.callClass().name())
        .query((row, number) -> row.getTimestamp(1).toInstant())
        .optional()
        .filter(next -> next.isAfter(now))
        .orElse(now);
  }
}
