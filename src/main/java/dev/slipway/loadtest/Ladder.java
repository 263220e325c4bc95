package dev.slipway.loadtest;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How many requests at once each step has.
 *
 * @param start of the first step
 * @param factor from a step to the next
 * @param steps in place of both: these, in this order; null where they are reckoned
 */
record Ladder(int start, double factor, @Nullable List<Integer> steps) {

  int first() {
    return steps == null ? start : steps.getFirst();
  }

  /** The step after one of these many requests at once; empty after the last. */
  OptionalInt after(int concurrency) {
    if (steps == null) {
      return OptionalInt.of(
          (int)
              Math.min(
                  Integer.MAX_VALUE, Math.max(concurrency + 1L, (long) (concurrency * factor))));
    }
    return steps.stream()
        .mapToInt(Integer::intValue)
        .filter(step -> step > concurrency)
        .findFirst();
  }

  /** Whether the room between two steps may be looked into. */
  boolean refines() {
    return steps == null;
  }
}
