package dev.slipway.loadtest;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The ladder of a load test: how many requests at once each step has.
 *
 * @param start of the first step
 * @param factor from a step to the next
 * @param steps the steps in this order, instead of start and factor; null where these are used
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

  /** Whether steps between two steps of the ladder may be tried. */
  boolean refines() {
    return steps == null;
  }
}
