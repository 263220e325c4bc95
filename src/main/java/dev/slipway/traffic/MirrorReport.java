package dev.slipway.traffic;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How another endpoint answers the requests of this one.
 *
 * @param since since when what the rules mirror now is counted; absent when they mirror nothing,
 *     and when they were stated under a release of Slipway that did not keep it
 * @param comparisons the comparisons, one for each window and pair of releases, the latest first
 */
record MirrorReport(String endpoint, @Nullable Instant since, List<Comparison> comparisons) {

  /**
   * Two releases compared, within a {@linkplain MirrorWindows window}.
   *
   * @param shadow the other endpoint
   * @param tolerance by how much numbers could differ; absent when it may have changed meanwhile
   * @param since when the window began; absent when that is not known
   * @param agreement the share of compared answers that agree; absent when none were compared
   * @param failed how often the other endpoint did not answer, or answered with an error of its own
   * @param notCompared how often an answer was too large, or came without its length
   */
  record Comparison(
      String shadow,
      @Nullable Double tolerance,
      @Nullable Instant since,
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
