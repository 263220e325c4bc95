package dev.slipway.traffic;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How another endpoint answers the requests of this one.
 *
 * @param comparisons the comparisons, one for each pair of releases, the latest first
 */
record MirrorReport(String endpoint, List<Comparison> comparisons) {

  /**
   * Two releases compared.
   *
   * @param shadow the other endpoint
   * @param agreement the share of compared answers that agree; absent when none were compared
   * @param failed how often the other endpoint did not answer, or answered with an error of its own
   * @param notCompared how often an answer was too large, or came without its length
   */
  record Comparison(
      String shadow,
      String release,
      String shadowRelease,
      long agreed,
      long differed,
      long failed,
      long notCompared,
      @Nullable Double agreement,
      Latency latency,
      Latency shadowLatency,
      Instant firstAt,
      Instant lastAt) {}

  /** Milliseconds that SageMaker took, to a fifth; absent when nothing was measured. */
  record Latency(@Nullable Double p50Ms, @Nullable Double p90Ms, @Nullable Double p99Ms) {

    static Latency of(Latencies latencies) {
      return new Latency(
          latencies.quantile(0.5), latencies.quantile(0.9), latencies.quantile(0.99));
    }
  }
}
