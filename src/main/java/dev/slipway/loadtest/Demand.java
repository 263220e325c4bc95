package dev.slipway.loadtest;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What applications asked of an endpoint, minute by minute, by CloudWatch; without the minutes of
 * load tests.
 *
 * @param days how many were looked at
 * @param minutes the requests of each minute that had some
 * @param secondsPerRequest what the container took, on average; null without requests
 */
record Demand(int days, List<Double> minutes, @Nullable Double secondsPerRequest) {

  /** All requests together. */
  double requests() {
    return minutes.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The busiest minute's; 0 when there was none. */
  double peakPerMinute() {
    return minutes.stream().max(Comparator.naturalOrder()).orElse(0.0);
  }

  /** The median minute's, those without requests among them. */
  double medianPerMinute() {
    long all = Duration.ofDays(days).toMinutes();
    long quiet = all - minutes.size();
    long middle = all / 2;
    return middle < quiet
        ? 0
        : minutes.stream().sorted().skip(middle - quiet).findFirst().orElse(0.0);
  }

  /** How many instances a fleet has on average that follows the requests within bounds. */
  double averageInstances(double target, int least, int most) {
    long all = Duration.ofDays(days).toMinutes();
    double busy =
        minutes.stream()
            .mapToDouble(it -> Math.clamp((long) Math.ceil(it / target), least, most))
            .sum();
    return (busy + (double) least * (all - minutes.size())) / all;
  }
}
