package dev.slipway.proxy;

import dev.slipway.traffic.TrafficRules.PerCaller;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one caller has asked of one endpoint: the moment up to which its rate is used up (the
 * generic cell rate algorithm, one number in place of a bucket) and how many of its requests are
 * unanswered. Many threads may ask at once; moments are monotonic nanoseconds.
 */
final class Allowance {

  private static final double SECOND = 1e9;

  private final AtomicLong usedUpTo;

  /** The rule under which the used rate was last computed. */
  private volatile @Nullable PerCaller reckonedBy;

  private final AtomicInteger unanswered = new AtomicInteger();

  /** Nothing was asked yet. */
  Allowance(long now) {
    usedUpTo = new AtomicLong(now);
  }

  /**
   * Takes one request from the caller's rate. Returns 0 when it was taken, else how long the caller
   * has to wait, in nanoseconds.
   */
  long take(PerCaller rule, long now) {
    Double rate = rule.requestsPerSecond();
    if (rate == null) {
      return 0;
    }
    long interval = interval(rate);
    long ahead = ahead(rule, rate);
    reckonBy(rule, now + ahead);
    while (true) {
      long used = usedUpTo.get();
      long start = used - now > 0 ? used : now;
      if (start - now > ahead) {
        return start - now - ahead;
      }
      if (usedUpTo.compareAndSet(used, start + interval)) {
        return 0;
      }
    }
  }

  /**
   * How long to wait before one more request would be let in, in nanoseconds; 0 for not at all.
   * Takes nothing.
   */
  long untilRoom(PerCaller rule, long now) {
    Integer most = rule.concurrent();
    if (most != null && unanswered.get() >= most) {
      return (long) SECOND;
    }
    Double rate = rule.requestsPerSecond();
    if (rate == null) {
      return 0;
    }
    long ahead = ahead(rule, rate);
    reckonBy(rule, now + ahead);
    return Math.max(0, usedUpTo.get() - now - ahead);
  }

  /**
   * Limits what was used up under an earlier rule to the most that this rule lets a caller use up.
   * Under the earlier rule a caller may have to wait for months; under a new rule nobody waits for
   * the old one.
   *
   * @param furthest up to where this rule lets its rate be used up before it refuses
   */
  private void reckonBy(PerCaller rule, long furthest) {
    if (!rule.equals(reckonedBy)) {
      usedUpTo.updateAndGet(used -> used - furthest > 0 ? furthest : used);
      reckonedBy = rule;
    }
  }

  /** How far into the future a burst may use up the rate. */
  private static long ahead(PerCaller rule, double rate) {
    return interval(rate) * (rule.burstOrUsual() - 1);
  }

  private static long interval(double rate) {
    return (long) (SECOND / rate);
  }

  /** Whether one more may be unanswered; if so, {@link #leave} must follow. */
  boolean enter(PerCaller rule) {
    Integer most = rule.concurrent();
    if (unanswered.incrementAndGet() > (most == null ? Integer.MAX_VALUE : most)) {
      unanswered.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    unanswered.decrementAndGet();
  }

  /**
   * Whether this allowance holds nothing that a new one would not hold, so that it can be
   * forgotten.
   */
  boolean isUntouched(long now) {
    return unanswered.get() == 0 && usedUpTo.get() - now <= 0;
  }
}
