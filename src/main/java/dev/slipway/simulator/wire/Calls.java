package dev.slipway.simulator.wire;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last calls that reached the simulator, for tests. Safe for many threads. */
public final class Calls {

  private static final int KEPT = 10_000;

  /**
   * One call and how it ended.
   *
   * @param at AWS time at which it was answered
   * @param outcome {@code OK}, an error code, or {@code DROPPED} when the connection was closed
   */
  public record Made(
      Instant at,
      String service,
      String operation,
      String requestId,
      String accessKeyId,
      String outcome) {}

  private final Deque<Made> made = new ArrayDeque<>();

  synchronized void add(Made call) {
    if (made.size() == KEPT) {
      made.removeFirst();
    }
    made.addLast(call);
  }

  /** The calls, oldest first. */
  public synchronized List<Made> all() {
    return new ArrayList<>(made);
  }
}
