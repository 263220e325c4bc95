package dev.slipway.bench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts of answers and their latencies, in steps of five percent from a microsecond on. */
final class Tally {

  private static final double STEP = Math.log(1.05);

  private final AtomicLongArray latencies = new AtomicLongArray(400);
  private final AtomicLong good = new AtomicLong();
  private final AtomicLong bad = new AtomicLong();
  private final AtomicLong unsent = new AtomicLong();

  void answered(int status, long nanos) {
    (status == 200 ? good : bad).incrementAndGet();
    int step = (int) (Math.log(Math.max(1, nanos / 1e3)) / STEP);
    latencies.incrementAndGet(Math.min(step, latencies.length() - 1));
  }

  void notSent() {
    unsent.incrementAndGet();
  }

  long good() {
    return good.get();
  }

  /** Answers other than 200, and none. */
  long bad() {
    return bad.get();
  }

  long unsent() {
    return unsent.get();
  }

  /** Milliseconds within which that share was answered. */
  double millis(double share) {
    long total = 0;
    for (int i = 0; i < latencies.length(); i++) {
      total += latencies.get(i);
    }
    long seen = 0;
    for (int i = 0; i < latencies.length(); i++) {
      seen += latencies.get(i);
      if (seen >= share * total && total > 0) {
        return Math.exp((i + 1) * STEP) / 1e3;
      }
    }
    return 0;
  }
}
