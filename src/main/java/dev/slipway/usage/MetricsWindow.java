package dev.slipway.usage;

import dev.slipway.base.Violations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The time and the steps for which points of metrics are wanted: no more points than a chart can
 * show.
 *
 * @param from cloud time, on a whole step
 * @param until cloud time, on a whole step; not itself one of the points
 */
record MetricsWindow(Instant from, Instant until, Duration step) {

  private static final int MINUTE = 60;
  private static final int LONGEST_STEP = 86_400;
  private static final int MOST_POINTS = 1440;

  /** How long CloudWatch keeps points, in ever larger steps. */
  private static final Duration OLDEST = Duration.ofDays(455);

  private static final Duration USUAL = Duration.ofHours(3);

  /** Up to this age CloudWatch keeps every minute. */
  private static final Duration MINUTES_KEPT = Duration.ofDays(15);

  /** Up to this age CloudWatch keeps every five minutes; after it, hours. */
  private static final Duration FIVE_MINUTES_KEPT = Duration.ofDays(63);

  private static final int FIVE_MINUTES = 300;
  private static final int HOUR = 3600;

  /** A margin for the way to CloudWatch, which counts the age from when it is asked. */
  private static final Duration ON_THE_WAY = Duration.ofMinutes(5);

  /** The steps of charts; the first that gives no more points than this is taken. */
  private static final List<Integer> STEPS = List.of(60, 300, 900, 3600, 21_600, 86_400);

  private static final int POINTS_UNLESS_TOLD = 360;

  /**
   * Reads the window from a request.
   *
   * @param from three hours before the end unless told
   * @param until now unless told
   * @param stepSeconds what suits the time unless told
   */
  static MetricsWindow of(
      @Nullable Instant from, @Nullable Instant until, @Nullable Integer stepSeconds, Instant now) {
    Instant oldest = now.minus(OLDEST);
    Instant end = until == null || until.isAfter(now) ? now : until;
    var found = new Violations();
    found.require(end.isAfter(oldest), "until", "CloudWatch keeps figures for 455 days.");
    found.require(
        from == null || from.isAfter(oldest), "from", "CloudWatch keeps figures for 455 days.");
    found.orInvalid();
    Instant start = from == null ? end.minus(USUAL) : from;
    found.require(start.isBefore(end), "from", "from must be before until, and in the past.");
    if (stepSeconds != null) {
      found.require(
          stepSeconds >= MINUTE && stepSeconds <= LONGEST_STEP && stepSeconds % MINUTE == 0,
          "step_seconds",
          "step_seconds is a multiple of 60, at most 86400.");
    }
    found.orInvalid();
    long seconds = Duration.between(start, end).toSeconds();
    int least = least(start, now);
    if (stepSeconds != null) {
      new Violations()
          .require(
              stepSeconds % least == 0,
              "step_seconds",
              "Of a time so long ago CloudWatch keeps steps of %d seconds; take a multiple of it."
                  .formatted(least))
          .orInvalid();
    }
    int step = stepSeconds == null ? fitting(seconds, least) : stepSeconds;
    new Violations()
        .require(
            seconds / step <= MOST_POINTS,
            "step_seconds",
            "That would be %d points; at most %d are given. Take larger steps or less time."
                .formatted(seconds / step, MOST_POINTS))
        .orInvalid();
    return new MetricsWindow(
        floor(start, step), floor(end.plusSeconds(step - 1L), step), Duration.ofSeconds(step));
  }

  /**
   * The smallest step in which CloudWatch has points from the start on. Asked for a smaller step it
   * gives no points at all ("MetricStat", Period, in its API reference).
   */
  private static int least(Instant start, Instant now) {
    Duration age = Duration.between(start, now).plus(ON_THE_WAY);
    if (age.compareTo(MINUTES_KEPT) <= 0) return MINUTE;
    return age.compareTo(FIVE_MINUTES_KEPT) <= 0 ? FIVE_MINUTES : HOUR;
  }

  private static int fitting(long seconds, int least) {
    return STEPS.stream()
        .filter(step -> step >= least && seconds / step <= POINTS_UNLESS_TOLD)
        .findFirst()
        .orElse(LONGEST_STEP);
  }

  private static Instant floor(Instant at, int step) {
    return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), step) * step);
  }

  int stepSeconds() {
    return Math.toIntExact(step.toSeconds());
  }
}
