package dev.slipway.environment;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * When a cron expression comes due by the clocks of a time zone. {@link CronExpression} asked with
 * a zoned time passes over what is due in the hour that daylight saving skips; here that is due
 * when the clocks are put forward. What is due in the hour that comes twice is due twice.
 */
record CronInZone(CronExpression cron, ZoneId zone) {

  /** The first time after a moment; null when there is none. */
  @Nullable Instant next(Instant after) {
    ZoneRules rules = zone.getRules();
    ZoneOffset offset = rules.getOffset(after);
    LocalDateTime clock = LocalDateTime.ofInstant(after, offset);
    ZoneOffsetTransition change = rules.nextTransition(after);
    for (LocalDateTime due = cron.next(clock); due != null; due = cron.next(clock)) {
      if (change == null || due.isBefore(change.getDateTimeBefore())) return due.toInstant(offset);
      if (due.isBefore(change.getDateTimeAfter())) return change.getInstant();
      // It may be due just when the clocks have been changed.
      clock = change.getDateTimeAfter().minusNanos(1);
      offset = change.getOffsetAfter();
      change = rules.nextTransition(change.getInstant());
    }
    return null;
  }
}
