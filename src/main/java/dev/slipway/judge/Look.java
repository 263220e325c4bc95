package dev.slipway.judge;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The one look at a bake: when it is due, and at which minutes. It is as late as an abort allows,
 * so that it sees as much as it can.
 *
 * @param due when to look
 * @param from the first minute's beginning
 * @param until the last minute's end
 */
public record Look(Instant due, Instant from, Instant until) {

  /** A cold fleet's first requests are slow, and say nothing. */
  public static final Duration WARM_UP = Duration.ofMinutes(2);

  /** Until CloudWatch shows a minute (observed: two to three). */
  public static final Duration METRIC_DELAY = Duration.ofMinutes(3);

  /** From the verdict until SageMaker moves traffic back. */
  public static final Duration ABORT = Duration.ofMinutes(1);

  /** A shorter bake holds too few minutes for a verdict on latency. */
  public static final Duration SHORTEST_BAKE =
      WARM_UP.plusMinutes(Judge.LEAST_POINTS).plus(METRIC_DELAY).plus(ABORT);

  /** The look at a bake. */
  public static Look at(Instant since, Duration length) {
    Instant due = since.plus(length).minus(ABORT);
    return new Look(due, upToMinute(since.plus(WARM_UP)), upToMinute(due.minus(METRIC_DELAY)));
  }

  /** How many minutes it sees of a bake of that length. */
  public static int points(Duration length) {
    Duration seen = length.minus(WARM_UP).minus(METRIC_DELAY).minus(ABORT);
    return seen.isNegative() ? 0 : (int) seen.toMinutes();
  }

  private static Instant upToMinute(Instant time) {
    Instant minute = time.truncatedTo(ChronoUnit.MINUTES);
    return minute.equals(time) ? minute : minute.plus(1, ChronoUnit.MINUTES);
  }
}
