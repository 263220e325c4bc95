package dev.slipway.simulator.wire;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many calls of each operation came in each minute of AWS time, and how many were carried out:
 * what AWS's rate limits are compared with. Kept for a day. Safe for many threads.
 */
public final class CallRates {

  private static final int MINUTES = 24 * 60;

  /**
   * Calls of one operation in one minute.
   *
   * @param carriedOut those that were answered without an error
   */
  public record Rate(int calls, int carriedOut) {}

  private final TreeMap<Long, Map<String, Rate>> minutes = new TreeMap<>();

  synchronized void add(Instant arrived, String operation, boolean carriedOut) {
    minutes
        .computeIfAbsent(arrived.getEpochSecond() / 60, _ -> new TreeMap<>())
        .merge(
            operation,
            new Rate(1, carriedOut ? 1 : 0),
            (one, other) -> new Rate(one.calls + other.calls, one.carriedOut + other.carriedOut));
    if (minutes.size() > MINUTES) minutes.pollFirstEntry();
  }

  /** By the minute's beginning and the operation, oldest first. */
  public synchronized Map<Instant, Map<String, Rate>> all() {
    Map<Instant, Map<String, Rate>> all = new TreeMap<>();
    minutes.forEach(
        (minute, rates) -> all.put(Instant.ofEpochSecond(minute * 60), new TreeMap<>(rates)));
    return all;
  }
}
