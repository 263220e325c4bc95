package dev.slipway.loadtest;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How long answers took, in milliseconds, exactly: every one was kept. */
record Latency(double p50Ms, double p95Ms, double p99Ms) {

  /**
   * Of some answers; null for none.
   *
   * @param nanos in any order
   */
  static @Nullable Latency of(long[] nanos) {
    if (nanos.length == 0) return null;
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latency(at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99));
  }

  /** The nearest rank: the smallest value that so many are not above. */
  private static double at(long[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return Math.round(sorted[Math.max(0, rank - 1)] / 1e4) / 100.0;
  }
}
