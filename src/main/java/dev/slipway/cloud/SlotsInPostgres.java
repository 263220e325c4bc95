package dev.slipway.cloud;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@link CallSlots} that all processes on one Postgres share: a row a queue, moved on by single
 * statements. The table is not logged, so no slot waits for the disk.
 *
 * <p>The table is in the time of one clock, and what a process is told is a distance from now: one
 * whose own clock is wrong would otherwise give out the slots of the next hour, and everybody would
 * wait for them. If that one clock is set back, what was given out moves back with it.
 */
final class SlotsInPostgres implements CallSlots {

  /** Whose clock the table goes by. */
  enum Time {
    /** The database's, which is one for all processes: where cloud time runs as it does. */
    DATABASE("statement_timestamp()", "1 minute"),
    /**
     * The caller's cloud time: the simulator's, which all processes follow. It may run sixty times
     * as fast, and who has waited some seconds for a connection reads minutes ago.
     */
    CLOUD(":now::timestamptz", "10 minutes");

    private final String now;

    /** By how much two readings may differ at most without the clock having been set back. */
    private final String apart;

    Time(String now, String apart) {
      this.now = now;
      this.apart = apart;
    }
  }

  /** By how much the queue's last use lies in the future, where more than clocks read apart. */
  private static final String SET_BACK =
      """
      case when p.asked_at > {now} + interval '{apart}' then p.asked_at - {now}
           else interval '0' end\
      """;

  private static final String SLOWNESS =
      """
      (1 + (p.slowness - 1) * case when p.slowed_at is null then 0
           else greatest(0, least(1, 1 - extract(epoch from ({now} - (p.slowed_at - {set back})))
                                         / :recovery::float8)) end)\
      """;

  private static final String TAKE =
      """
      insert into aws_call_queue as p (account_id, region, call_class, next_at, asked_at)
      values (:account, :region, :class,
              {now} - make_interval(secs => :unused::float8)
                + :count::float8 * make_interval(secs => :spacing::float8), {now})
      on conflict (account_id, region, call_class) do update
      set next_at = greatest(p.next_at - {set back},
                             {now} - make_interval(secs => :unused::float8))
                    + :count::float8 * make_interval(secs => :spacing::float8 * {slowness}),
          slowed_at = p.slowed_at - {set back},
          asked_at = {now}
      where p.next_at - {set back} <= {now} + make_interval(secs => :patience::float8)
      returning extract(epoch from p.next_at - {now}), :spacing::float8 * {slowness}
      """;

  private static final String SLOW_DOWN =
      """
      insert into aws_call_queue as p
          (account_id, region, call_class, next_at, slowness, slowed_at, asked_at)
      values (:account, :region, :class,
              {now} + make_interval(secs => :pause::float8), 2, {now}, {now})
      on conflict (account_id, region, call_class) do update
      set next_at = greatest(p.next_at - {set back}, {now}) + make_interval(secs => :pause::float8),
          slowness = least(:slowest::float8, 2 * {slowness}),
          slowed_at = {now},
          asked_at = {now}
      """;

  private static final String NEXT =
      """
      select extract(epoch from p.next_at - {set back} - {now}) from aws_call_queue p
      where account_id = :account and region = :region and call_class = :class
      """;

  private final JdbcClient jdbc;
  private final Time time;

  SlotsInPostgres(JdbcClient jdbc, Time time) {
    this.jdbc = jdbc;
    this.time = time;
  }

  @Override
  public Optional<Slots> take(
      Queue queue, double perSecond, int count, Instant now, Instant latest) {
    return ask(TAKE, queue, now)
        .param("patience", seconds(Duration.between(now, latest)))
        .param("unused", seconds(Duration.between(CallSlots.floor(now, perSecond), now)))
        .param("recovery", seconds(RECOVERY))
        .param("count", (double) count)
        .param("spacing", 1 / perSecond)
        .query((row, number) -> {
          Duration spacing = Duration.ofNanos(Math.round(row.getDouble(2) * 1e9));
          Instant next = now.plus(distance(row));
          return new Slots(next.minus(spacing.multipliedBy(count)), spacing);
        })
        .optional();
  }

  @Override
  public void slowDown(Queue queue, Instant now, Duration pause) {
    ask(SLOW_DOWN, queue, now)
        .param("pause", seconds(pause))
        .param("recovery", seconds(RECOVERY))
        .param("slowest", SLOWEST)
        .update();
  }

  @Override
  public Instant next(Queue queue, Instant now) {
    return ask(NEXT, queue, now)
        .query((row, number) -> now.plus(distance(row)))
        .optional()
        .filter(next -> next.isAfter(now))
        .orElse(now);
  }

  private JdbcClient.StatementSpec ask(String statement, Queue queue, Instant now) {
    String sql =
        statement
            .replace("{slowness}", SLOWNESS)
            .replace("{set back}", SET_BACK)
            .replace("{apart}", time.apart)
            .replace("{now}", time.now);
    return jdbc.sql(sql)
        .param("account", queue.accountId())
        .param("region", queue.region())
        .param("class", queue.callClass().name())
        .param("now", Timestamp.from(now));
  }

  /** The first column, seconds with microseconds. */
  private static Duration distance(ResultSet row) throws SQLException {
    BigDecimal seconds = row.getBigDecimal(1);
    return Duration.ofNanos(seconds.movePointRight(9).longValue());
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }
}
