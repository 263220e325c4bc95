package dev.slipway.traffic;

import org.jspecify.annotations.Nullable;

/** Latencies counted by magnitude: from 0.1 ms on, each bound is a fifth above the one before. */
final class Latencies {

  private static final int BOUNDS = 80;
  private static final double FIRST = 0.1;
  private static final double STEP = 1.2;

  private final long[] counts;

  Latencies() {
    this(new long[BOUNDS]);
  }

  private Latencies(long[] counts) {
    this.counts = counts;
  }

  /** Latencies as they were stored. */
  static Latencies of(Long[] stored) {
    var read = new Latencies();
    for (int i = 0; i < Math.min(stored.length, BOUNDS); i++) {
      read.counts[i] = stored[i];
    }
    return read;
  }

  void add(double millis) {
    int bound = millis <= FIRST ? 0 : (int) Math.ceil(Math.log(millis / FIRST) / Math.log(STEP));
    counts[Math.min(bound, BOUNDS - 1)]++;
  }

  Latencies plus(Latencies others) {
    var sum = new long[BOUNDS];
    for (int i = 0; i < BOUNDS; i++) {
      sum[i] = counts[i] + others.counts[i];
    }
    return new Latencies(sum);
  }

  /**
   * The latency that such a share of them does not exceed, in ms, to a fifth; null when there are
   * none.
   */
  @Nullable Double quantile(double share) {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    if (all == 0) {
      return null;
    }
    double wanted = Math.max(1, Math.ceil(all * share));
    long passed = 0;
    int bound = 0;
    while (bound < BOUNDS - 1 && passed + counts[bound] < wanted) {
      passed += counts[bound];
      bound++;
    }
    return Math.round(FIRST * Math.pow(STEP, bound) * 100) / 100.0;
  }

  Long[] stored() {
    var stored = new Long[BOUNDS];
    for (int i = 0; i < BOUNDS; i++) {
      stored[i] = counts[i];
    }
    return stored;
  }
}
