package dev.slipway.loadtest;

import org.jspecify.annotations.Nullable;

/** How long answers may take: a percentile of the latencies and its limit. */
record Bound(Percentile percentile, int ms) {

  /** The share of answers that must keep to the limit. */
  enum Percentile {
    P95,
    P99
  }

  /** Whether latencies are within it; there are none when nothing was answered. */
  boolean holds(@Nullable Latency latency) {
    if (latency == null) return false;
    return switch (percentile) {
      case P95 -> latency.p95Ms() <= ms;
      case P99 -> latency.p99Ms() <= ms;
    };
  }

  /** Such as {@code p99 ≤ 200 ms}. */
  String words() {
    return percentile.name().toLowerCase(java.util.Locale.ROOT) + " ≤ " + ms + " ms";
  }
}
