package dev.slipway.loadtest;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests of applications to an endpoint, minute by minute, by CloudWatch; without the minutes
 * of load tests.
 *
 * @param days how many were looked at
 * @param there the minutes of these days in which the endpoint existed and no load was sent; null
 *     where SageMaker does not say how old it is
 * @param minutes the requests of each minute that had some
 * @param secondsPerRequest what the container took, on average; null without requests
 */
record Demand(
    int days, @Nullable Long there, List<Double> minutes, @Nullable Double secondsPerRequest) {

  private static final double MINUTES_A_DAY = Duration.ofDays(1).toMinutes();

  /** All requests together. */
  double requests() {
    return minutes.stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * Whether a fleet and the cost of a month can be computed from this demand: the hours of a day
   * differ too much for less than a day.
   */
  boolean foretells() {
    return there != null && there >= MINUTES_A_DAY;
  }

  /** The days in which the endpoint existed. */
  double daysThere() {
    return there == null ? days : there / MINUTES_A_DAY;
  }

  /** The requests of the busiest minute; 0 when there were none. */
  double peakPerMinute() {
    return minutes.stream().max(Comparator.naturalOrder()).orElse(0.0);
  }

  /**
   * The requests at once in the busiest minute; null where it is not known how long a request
   * takes.
   */
  @Nullable Double peakAtOnce() {
    return secondsPerRequest == null ? null : peakPerMinute() / 60 * secondsPerRequest;
  }

  /** The requests of the median minute; minutes without requests count too. */
  double medianPerMinute() {
    long all = all();
    long quiet = all - minutes.size();
    long middle = all / 2;
    return middle < quiet
        ? 0
        : minutes.stream().sorted().skip(middle - quiet).findFirst().orElse(0.0);
  }

  /** How many instances a fleet has on average that follows the requests within bounds. */
  double averageInstances(double target, int least, int most) {
    long all = all();
    double busy =
        minutes.stream()
            .mapToDouble(it -> Math.clamp((long) Math.ceil(it / target), least, most))
            .sum();
    return (busy + (double) least * (all - minutes.size())) / all;
  }

  /**
   * The number of all minutes: at least as many as had requests, since CloudWatch may count a
   * minute before the time that SageMaker tells.
   */
  private long all() {
    return Math.max(minutes.size(), Math.round(daysThere() * MINUTES_A_DAY));
  }
}
