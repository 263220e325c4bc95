package dev.slipway.loadtest;

import dev.slipway.loadtest.Bound.Percentile;
import dev.slipway.loadtest.Measure.Around;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Load tests and steps, made up. */
final class SomeSteps {

  static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

  private SomeSteps() {}

  /** From 1 at once by 2, p99 within 100 ms, 10 s each. */
  static Wanted wanted() {
    return wanted(new Ladder(1, 2, null), new Ceilings(64, 1000, 200_000, 900));
  }

  static Wanted wanted(Ladder ladder, Ceilings ceilings) {
    return new Wanted(
        List.of("usual"), new Bound(Percentile.P99, 100), 0.01, ladder, 10, ceilings, 0.5);
  }

  /** A step on two instances in which every answer takes so long, and as many come as then can. */
  static MeasuredStep step(int concurrency, int ms) {
    return step(concurrency, ms, 2, 2);
  }

  static MeasuredStep step(int concurrency, int ms, int before, int after) {
    int requests = concurrency * 10_000 / ms;
    return Measure.of(
        wanted(),
        concurrency,
        sent(requests, ms, Map.of(), false),
        new Around(before, AT),
        new Around(after, AT.plusSeconds(10)));
  }

  /** A step on two instances that lasted so long. */
  static MeasuredStep lasting(double seconds, int concurrency, int requests, int ms) {
    return Measure.of(
        wanted(),
        concurrency,
        sent(seconds, requests, ms, Map.of(), false),
        new Around(2, AT),
        new Around(2, AT.plusSeconds(10)));
  }

  /** A step with errors beside good answers. */
  static MeasuredStep failing(int concurrency, int requests, int errors) {
    return Measure.of(
        wanted(),
        concurrency,
        sent(requests, 10, Map.of("424", errors), false),
        new Around(2, AT),
        new Around(2, AT.plusSeconds(10)));
  }

  static Sent sent(int requests, int ms, Map<String, Integer> errors, boolean held) {
    return sent(10, requests, ms, errors, held);
  }

  private static Sent sent(
      double seconds, int requests, int ms, Map<String, Integer> errors, boolean held) {
    int failed = errors.values().stream().mapToInt(Integer::intValue).sum();
    long[] nanos = new long[requests - failed];
    Arrays.fill(nanos, ms * 1_000_000L);
    return new Sent(requests, seconds, nanos, errors, held, false, 0.1);
  }
}
