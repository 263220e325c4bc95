package dev.slipway.proxy;

import dev.slipway.traffic.TrafficRules;

/**
 * Gives SageMaker a rest when too many of an endpoint's predictions fail: no prediction is sent for
 * a while, and then one is. Lives on one event loop and judges by what that loop sees itself;
 * moments are monotonic nanoseconds.
 *
 * <p>A prediction that is admitted gets a ticket, and the ticket comes back with how the prediction
 * ended. A ticket from before the breaker's last change of state is void, since it says nothing
 * about now.
 */
final class Breaker {

  /** Stands in place of a ticket: the prediction is not admitted. */
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
    /** Predictions are sent, and their ends are counted. */
    CLOSED,
    /** No prediction is sent. */
    OPEN,
    /** One prediction is sent, and its end decides what comes next. */
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

  /**
   * A ticket for a prediction, or {@link #NONE}. The end of the prediction must be told with the
   * ticket.
   */
  long admits(long now) {
    if (rests(now)) {
      return NONE;
    }
    if (state == State.OPEN) {
      become(State.TRYING);
    }
    return generation;
  }

  /** Whether {@link #admits} would admit none now. */
  boolean rests(long now) {
    return switch (state) {
      case CLOSED -> false;
      case TRYING -> true;
      case OPEN -> now - openedAt < rule.open().toNanos();
    };
  }

  /**
   * When no prediction is admitted: in how many whole seconds one may be tried again, at least one.
   */
  long restSeconds(long now) {
    long left = state == State.OPEN ? openedAt + rule.open().toNanos() - now : 0;
    return Math.max(1, Math.ceilDiv(left, SECOND));
  }

  /** A prediction ended with an answer that speaks for SageMaker. */
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

  /** A prediction ended without an answer, or with an answer that speaks against SageMaker. */
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
   * No answer came within the time that the caller gave. That speaks against SageMaker only where
   * answers usually take less time; else the caller is impatient.
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

  /**
   * A prediction ended in a way that says nothing about SageMaker, for example because the caller
   * left.
   */
  void unknown(long ticket) {
    if (ticket == generation && state == State.TRYING) {
      become(State.OPEN);
    }
  }

  /** Changes the state. Tickets that were given before are void from now on. */
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
