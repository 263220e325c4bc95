package dev.slipway.simulator.fault;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

/** A rule that counts what it concerns, and so decides when it strikes. */
final class Armed {

  private final Rule rule;
  private final long seed;
  private final AtomicInteger met = new AtomicInteger();
  private final AtomicInteger struck = new AtomicInteger();
  private final Deque<Long> recent = new ArrayDeque<>();

  Armed(Rule rule, long seed) {
    this.rule = rule;
    this.seed = seed;
  }

  Rule rule() {
    return rule;
  }

  int struck() {
    return struck.get();
  }

  /**
   * Whether it strikes what it meets now.
   *
   * @param now in milliseconds of AWS time
   */
  boolean strikes(long now) {
    int number = met.incrementAndGet();
    boolean chosen =
        switch (rule.kind()) {
          case THROTTLE -> overRate(now);
          case MODEL_ERROR, MODEL_LATENCY -> Shares.hits(seed, rule.number("share", 1), number);
          default -> chosen(number);
        };
    if (!chosen) {
      return false;
    }
    if (struck.incrementAndGet() > rule.number("times", Integer.MAX_VALUE)) {
      struck.decrementAndGet();
      return false;
    }
    return true;
  }

  private boolean chosen(int number) {
    int call = (int) rule.number("call", 0);
    double probability = rule.number("probability", 1);
    return call > 0
        ? number == call
        : probability >= 1 || Shares.random(seed ^ rule.id().hashCode(), number) < probability;
  }

  /** A rate is per second of AWS time, as AWS's own limits are. */
  private synchronized boolean overRate(long now) {
    while (!recent.isEmpty() && recent.getFirst() <= now - 1000) {
      recent.removeFirst();
    }
    if (recent.size() >= rule.number("per_second", 1)) {
      return true;
    }
    recent.addLast(now);
    return false;
  }
}
