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

  /** The rule by which that was reckoned last. */
  private volatile @Nullable PerCaller reckonedBy;

  private final AtomicInteger unanswered = new AtomicInteger();

  /** Nothing was asked yet. */
  Allowance(long now) {
    usedUpTo = new AtomicLong(now);
  }

  /** Takes one request of the rate; says how long to wait in nanoseconds, 0 when it was taken. */
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
   * What was used up by another rule may last for months, and by this one the caller could not have
   * used so much: under a new rule nobody waits for the old one.
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

  /** Whether it holds nothing that a new one would not. */
  boolean isUntouched(long now) {
    return unanswered.get() == 0 && usedUpTo.get() - now <= 0;
  }
}
