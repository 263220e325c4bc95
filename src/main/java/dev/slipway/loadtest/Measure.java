package dev.slipway.loadtest;

import dev.slipway.loadtest.MeasuredStep.Finding;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Computes the result of a step from what was sent. */
final class Measure {

  private Measure() {}

  /**
   * The state before or after a step.
   *
   * @param instances how many ran
   */
  record Around(int instances, Instant at) {}

  static MeasuredStep of(Wanted wanted, int concurrency, Sent sent, Around before, Around after) {
    int failed = sent.errors().values().stream().mapToInt(Integer::intValue).sum();
    double share = sent.requests() == 0 ? 0 : (double) failed / sent.requests();
    double rate = sent.seconds() <= 0 ? 0 : (sent.requests() - failed) / sent.seconds();
    Latency latency = Latency.of(sent.nanos());
    boolean steady = before.instances() == after.instances() && before.instances() > 0;
    return new MeasuredStep(
        concurrency,
        sent.requests(),
        rounded(sent.seconds()),
        rounded(rate),
        sent.errors(),
        Math.round(share * 1e4) / 1e4,
        latency,
        before.instances(),
        after.instances(),
        steady ? rounded(rate / before.instances()) : null,
        sent.held(),
        sent.cut(),
        rounded(sent.clientCpu()),
        before.at(),
        after.at(),
        null,
        finding(wanted, share, latency));
  }

  private static Finding finding(Wanted wanted, double share, @Nullable Latency latency) {
    if (share > wanted.maxErrorShare()) return Finding.TOO_MANY_ERRORS;
    return wanted.bound().holds(latency) ? Finding.WITHIN : Finding.TOO_SLOW;
  }

  static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
