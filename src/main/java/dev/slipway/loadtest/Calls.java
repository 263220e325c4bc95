package dev.slipway.loadtest;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answers that one caller of a step has seen. Written by that caller, and read by others later.
 */
final class Calls {

  private final Map<String, Integer> errors = new TreeMap<>();
  private long[] nanos = new long[64];
  private int answers;

  synchronized void answered(long took) {
    if (answers == nanos.length) nanos = Arrays.copyOf(nanos, 2 * answers);
    nanos[answers++] = took;
  }

  synchronized void failed(String code) {
    errors.merge(code, 1, Integer::sum);
  }

  synchronized Map<String, Integer> errors() {
    return new TreeMap<>(errors);
  }

  private synchronized long[] from(int first) {
    return Arrays.copyOfRange(nanos, Math.min(first, answers), answers);
  }

  /**
   * How long all answers took. The first call of each caller opened its connection, while an
   * application's pool has connections open. So first answers are left out, unless there are no
   * others.
   */
  static long[] timed(Collection<Calls> all) {
    long[] later = all.stream().flatMapToLong(it -> Arrays.stream(it.from(1))).toArray();
    return later.length > 0
        ? later
        : all.stream().flatMapToLong(it -> Arrays.stream(it.from(0))).toArray();
  }
}
