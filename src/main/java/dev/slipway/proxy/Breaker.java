package dev.slipway.proxy;

import dev.slipway.traffic.TrafficRules;

/**
 * Gives a SageMaker in trouble a rest: when too many of an endpoint's predictions fail, none are
 * asked for a while, and then one is. Lives on one event loop, which judges by what it sees itself;
 * moments are monotonic nanoseconds. Whoever is admitted gets a ticket and hands it back with how
 * it ended: what was asked before the breaker last changed its mind says nothing about now.
 */
final class Breaker {

  /** Instead of a ticket: not admitted. */
  static final long NONE = -1;

  private static final int PARTS = 10;
  private static final long SECOND = 1_000_000_000;

  private final TrafficRules.Breaker rule;
  private final AnswerTimes times;
  private final long part;
  private final int[] asked = new int[PARTS];
  private final int[] failed = new int[PARTS];
  private long newest;
  private State state = State.CLOSED;
  private long generation;
  private long openedAt;

  private enum State {
    /** Predictions are asked, and counted. */
    CLOSED,
    /** None are. */
    OPEN,
    /** One is, and its end decides. */
    TRYING
  }

  Breaker(TrafficRules.Breaker rule, AnswerTimes times, long now) {
    this.rule = rule;
    this.times = times;
    part = rule.window().toNanos() / PARTS;
    newest = now / part;
  }

  TrafficRules.Breaker rule() {
    return rule;
  }

  /** What is known of how long answers take, which another rule does not change. */
  AnswerTimes times() {
    return times;
  }

  /** A ticket to ask a prediction, whose end must be told with it; else {@link #NONE}. */
  long admits(long now) {
    return switch (state) {
      case CLOSED -> generation;
      case TRYING -> NONE;
      case OPEN -> {
        if (now - openedAt < rule.open().toNanos()) {
          yield NONE;
        }
        become(State.TRYING);
        yield generation;
      }
    };
  }

  /** In how many whole seconds one may be tried again, where none is admitted. At least one. */
  long restSeconds(long now) {
    long left = state == State.OPEN ? openedAt + rule.open().toNanos() - now : 0;
    return Math.max(1, Math.ceilDiv(left, SECOND));
  }

  /** An answer came that speaks for SageMaker. */
  void succeeded(long ticket, long now) {
    if (ticket != generation) {
      return;
    }
    if (state == State.TRYING) {
      close(now);
    } else {
      count(now, false);
    }
  }

  /** No answer came, or one that speaks against it. */
  void failed(long ticket, long now) {
    if (ticket != generation) {
      return;
    }
    if (state == State.TRYING) {
      open(now);
    } else {
      count(now, true);
      if (isTooMuch()) {
        open(now);
      }
    }
  }

  /**
   * None came in the time that the caller gave. That speaks against SageMaker only where answers
   * take less; else the caller is impatient.
   *
   * @param waited how long SageMaker had, in nanoseconds
   */
  void late(long ticket, Operation operation, long now, long waited) {
    if (times.isAmple(operation, waited, now, rule.window().toNanos())) {
      failed(ticket, now);
    } else {
      unknown(ticket);
    }
  }

  /** How it ended says nothing, such as when the caller left. */
  void unknown(long ticket) {
    if (ticket == generation && state == State.TRYING) {
      become(State.OPEN);
    }
  }

  /** Tickets of before are void. */
  private void become(State next) {
    state = next;
    generation++;
  }

  private void open(long now) {
    become(State.OPEN);
    openedAt = now;
  }

  private void close(long now) {
    become(State.CLOSED);
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
