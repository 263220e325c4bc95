package dev.slipway.environment;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * A window, again and again, in which nothing may be begun.
 *
 * @param name told to whom it stops
 * @param cron when it begins: five fields as crontab has them, or six that begin with seconds
 *     (Spring's {@code CronExpression})
 * @param timezone where that is, such as {@code Europe/Berlin}; null for UTC
 * @param durationSeconds how long it lasts
 */
public record Freeze(String name, String cron, @Nullable String timezone, int durationSeconds) {

  /** Windows that follow one another without a gap are looked through no further than this. */
  private static final Duration HORIZON = Duration.ofDays(366);

  private static final int MOST_WINDOWS = 10_000;

  /**
   * A window that is open.
   *
   * @param until when the freeze ends, with the windows that begin before this one has ended; null
   *     when no end is found within a year
   */
  public record Frozen(String name, @Nullable Instant until) {}

  /** The window that is open at a moment, if one is. */
  public Optional<Frozen> at(Instant now) {
    CronInZone begins = new CronInZone(expression(), ZoneId.of(zoneName()));
    Duration length = Duration.ofSeconds(durationSeconds);
    // What began a whole length ago has just ended.
    Instant began = begins.next(now.minus(length));
    if (began == null || began.isAfter(now)) return Optional.empty();
    Instant end = began.plus(length);
    for (int windows = 0; windows < MOST_WINDOWS; windows++) {
      began = begins.next(began);
      if (began == null || began.isAfter(end)) return Optional.of(new Frozen(name, end));
      end = began.plus(length);
      if (end.isAfter(now.plus(HORIZON))) break;
    }
    return Optional.of(new Frozen(name, null));
  }

  /** The time zone's name. */
  public String zoneName() {
    return timezone == null ? "UTC" : timezone;
  }

  /**
   * When it begins.
   *
   * @throws IllegalArgumentException when that cannot be read
   */
  CronExpression expression() {
    boolean crontab = cron.strip().split("\\s+").length == 5;
    return CronExpression.parse(crontab ? "0 " + cron : cron);
  }
}
