package dev.slipway.simulator.time;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * AWS time: {@code awsNow = start + factor × elapsed}. Every timestamp, period, wait and cooldown
 * of the simulator is measured by it, so that a 60-second period is always 60 of its seconds.
 *
 * <p>Running clocks follow the machine; a manual clock stands still until it is advanced.
 * Provisioning (starting instances) can have a factor of its own, since waiting for machines is
 * what a demo wants to skip first.
 */
public final class SimClock {

  private final boolean manual;
  private final double factor;
  private final double provisioningFactor;
  private final long origin = System.nanoTime();
  private volatile Instant base;
  private volatile @Nullable Timeline timeline;

  private SimClock(Instant start, boolean manual, double factor, double provisioningFactor) {
    if (!(factor > 0) || !(provisioningFactor > 0)) {
      throw new IllegalArgumentException("a clock's factor must be positive");
    }
    this.base = start;
    this.manual = manual;
    this.factor = factor;
    this.provisioningFactor = provisioningFactor;
  }

  /** A clock that runs {@code factor} times as fast as the machine's, from {@code start} on. */
  public static SimClock running(Instant start, double factor) {
    return running(start, factor, factor);
  }

  /**
   * A running clock whose provisioning durations pass at a speed of their own.
   *
   * @param provisioningFactor how much faster than real AWS instances come up, in wall time
   */
  public static SimClock running(Instant start, double factor, double provisioningFactor) {
    return new SimClock(start, false, factor, provisioningFactor);
  }

  /** A clock that moves only by {@link #advance}. */
  public static SimClock manual(Instant start) {
    return new SimClock(start, true, 1, 1);
  }

  /** Now in AWS time, to the millisecond. */
  public Instant now() {
    return exact().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Whether only {@link #advance} moves this clock. */
  public boolean isManual() {
    return manual;
  }

  /** How many seconds of AWS time pass in a second of the machine's; 1 for a manual clock. */
  public double factor() {
    return factor;
  }

  /** How long the machine takes for a duration of AWS time. */
  public Duration wallFor(Duration awsDuration) {
    return Duration.ofNanos((long) (awsDuration.toNanos() / factor));
  }

  /** The AWS time that provisioning takes here when it takes {@code real} on AWS. */
  public Duration provisioning(Duration real) {
    return Duration.ofMillis((long) (real.toMillis() * (factor / provisioningFactor)));
  }

  /**
   * Moves the clock ahead at once. What the timeline holds up to there runs on this thread, each
   * event at its own instant.
   */
  public void advance(Duration ahead) {
    if (ahead.isNegative()) {
      throw new IllegalArgumentException("time does not run backwards");
    }
    Instant target = exact().plus(ahead);
    Timeline events = timeline;
    if (events == null) {
      moveTo(target);
    } else {
      events.jumpTo(target);
    }
  }

  /**
   * Lets time of the machine pass on the calling thread: how a slow model is slow. A manual clock
   * does not wait.
   */
  public void hold(Duration wall) {
    if (!manual) {
      busy(wall);
    }
  }

  /**
   * Lets time of the machine pass on the calling thread, even under a manual clock: how processors
   * are busy, which makes others wait.
   */
  public void busy(Duration wall) {
    long until = System.nanoTime() + wall.toNanos();
    for (long left = wall.toNanos();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  void drives(Timeline events) {
    timeline = events;
  }

  /** Moves ahead to {@code target}; never back. */
  void moveTo(Instant target) {
    synchronized (this) {
      Duration gap = Duration.between(exact(), target);
      if (!gap.isNegative()) {
        base = base.plus(gap);
      }
    }
  }

  private Instant exact() {
    if (manual) {
      return base;
    }
    return base.plusNanos((long) ((System.nanoTime() - origin) * factor));
  }
}
