package dev.slipway.loadtest;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How long answers took, in milliseconds. The percentiles are exact, since every latency was kept.
 */
record Latency(double p50Ms, double p95Ms, double p99Ms) {

  /**
   * The latency of some answers; null for none.
   *
   * @param nanos in any order
   */
  static @Nullable Latency of(long[] nanos) {
    if (nanos.length == 0) return null;
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latency(at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99));
  }

  /** The percentile by the nearest rank: the smallest value that at least so many do not exceed. */
  private static double at(long[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return Math.round(sorted[Math.max(0, rank - 1)] / 1e4) / 100.0;
  }
}
