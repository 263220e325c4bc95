package dev.slipway.proxy;

import dev.slipway.traffic.TrafficRules;

/**
 * Gives a SageMaker in trouble a rest: when too many of an endpoint's predictions fail, none are
 * asked for a while, and then one is. Lives on one event loop, which judges by what it sees itself;
 * moments are monotonic nanoseconds.
 */
final class Breaker {

  private static final int PARTS = 10;

  private final TrafficRules.Breaker rule;
  private final long part;
  private final int[] asked = new int[PARTS];
  private final int[] failed = new int[PARTS];
  private long newest;
  private State state = State.CLOSED;
  private long openedAt;

  private enum State {
    /** Predictions are asked, and counted. */
    CLOSED,
    /** None are. */
    OPEN,
    /** One is, and its end decides. */
    TRYING
  }

  Breaker(TrafficRules.Breaker rule, long now) {
    this.rule = rule;
    part = rule.window().toNanos() / PARTS;
    newest = now / part;
  }

  TrafficRules.Breaker rule() {
    return rule;
  }

  /** Whether a prediction may be asked; if so, how it ended must be told. */
  boolean admits(long now) {
    return switch (state) {
      case CLOSED -> true;
      case TRYING -> false;
      case OPEN -> {
        if (now - openedAt < rule.open().toNanos()) {
          yield false;
        }
        state = State.TRYING;
        yield true;
      }
    };
  }

  /** An answer came that speaks for SageMaker. */
  void succeeded(long now) {
    if (state == State.TRYING) {
      close(now);
    } else {
      count(now, false);
    }
  }

  /** No answer came, or one that speaks against it. */
  void failed(long now) {
    if (state == State.TRYING) {
      open(now);
    } else if (state == State.CLOSED) {
      count(now, true);
      if (isTooMuch()) {
        open(now);
      }
    }
  }

  /** How it ended says nothing, such as when the caller left. */
  void unknown() {
    if (state == State.TRYING) {
      state = State.OPEN;
    }
  }

  private void open(long now) {
    state = State.OPEN;
    openedAt = now;
  }

  private void close(long now) {
    state = State.CLOSED;
    for (int i = 0; i < PARTS; i++) {
      asked[i] = 0;
      failed[i] = 0;
    }
    newest = now / part;
  }

  private void count(long now, boolean asFailed) {
    long current = now / part;
    long stale = Math.min(PARTS, current - newest);
    for (long i = 0; i < stale; i++) {
      int slot = Math.floorMod(current - i, PARTS);
      asked[slot] = 0;
      failed[slot] = 0;
    }
    newest = current;
    int slot = Math.floorMod(current, PARTS);
    asked[slot]++;
    if (asFailed) {
      failed[slot]++;
    }
  }

  private boolean isTooMuch() {
    int all = 0;
    int bad = 0;
    for (int i = 0; i < PARTS; i++) {
      all += asked[i];
      bad += failed[i];
    }
    return all >= rule.requests() && bad >= all * rule.ratio();
  }
}
