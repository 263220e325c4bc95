package dev.slipway.cloud;

import dev.slipway.cloud.CallPass.Booking;
import dev.slipway.cloud.CallSlots.Queue;
import dev.slipway.cloud.CallSlots.Slots;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Keeps the rate of calls per account, region and class below AWS's, for all processes together.
 * Slots of fast queues are taken several at a time. When the slots cannot be asked for, calls are
 * let through: AWS's own throttling still holds.
 */
public final class CallPacing {

  private static final Logger LOG = LoggerFactory.getLogger(CallPacing.class);

  /** How long somebody who waits is held, in wall time. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /**
   * By how much work may come late to its turn, in wall time. A process that stood still would
   * otherwise make all the calls that were due meanwhile at once.
   */
  private static final Duration LATE = Duration.ofSeconds(1);

  /** How many slots of a queue a process takes at once: what it may use in this time. */
  private static final Duration LEASE = Duration.ofMillis(200);

  private static final Instant WHENEVER = Instant.parse("9999-01-01T00:00:00Z");

  private final CallLimits limits;
  private final CallSlots slots;
  private final CloudClock clock;
  private final CallMetrics metrics;
  private final Map<Queue, Deque<Instant>> leases = new ConcurrentHashMap<>();
  private final Map<Turn, CallsPerTurn> perTurn = new ConcurrentHashMap<>();

  private record Turn(CallPass.Work work, CallClass callClass) {}

  CallPacing(
      CallLimits limits, CallSlots slots, CloudClock clock, @Nullable MeterRegistry metrics) {
    this.limits = limits;
    this.slots = slots;
    this.clock = clock;
    this.metrics = new CallMetrics(metrics == null ? new CompositeMeterRegistry() : metrics);
  }

  /**
   * How long a call that was asked for now would wait for its turn.
   *
   * @return zero when it would not
   */
  public Duration queue(CloudLocation location, CallClass one) {
    Instant now = clock.now();
    try {
      return Duration.between(now, slots.next(queueOf(location, one), now));
    } catch (DataAccessException e) {
      return Duration.ZERO;
    }
  }

  /** Calls a second of a class, as configured. */
  public double perSecond(CallClass one) {
    return limits.perSecond(one);
  }

  /**
   * Lets a call pass when its turn has come.
   *
   * @throws HeldBack when it has not
   */
  void admit(CloudLocation location, String service, String operation) {
    CallClass own = CallClass.of(service, operation);
    CallPass pass = CallPass.bound();
    if (own == CallClass.PUT_METRIC_DATA || (pass != null && pass.isUrgent())) {
      count(location, own);
    } else if (pass != null) {
      enter(location, own, pass);
    } else {
      holdShortly(location, own);
    }
  }

  /** AWS has throttled a call: its queue slows down, for all processes. */
  void throttled(CloudLocation location, String service, String operation) {
    CallClass own = CallClass.of(service, operation);
    Queue queue = queueOf(location, own);
    Instant now = clock.now();
    metrics.throttled(own);
    Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(500, 1500));
    Deque<Instant> lease = lease(queue);
    synchronized (lease) {
      lease.clear();
      try {
        slots.slowDown(queue, now, pause);
      } catch (DataAccessException e) {
        LOG.warn("A throttled queue is not slowed down", e);
      }
    }
  }

  private static Set<CallClass> classes(CallClass own) {
    return own == CallClass.PUT_METRIC_DATA ? EnumSet.of(own) : EnumSet.of(own, CallClass.ALL);
  }

  private void count(CloudLocation location, CallClass own) {
    for (CallClass one : classes(own)) take(queueOf(location, one), clock.now(), WHENEVER);
  }

  private void enter(CloudLocation location, CallClass own, CallPass pass) {
    Instant now = clock.now();
    boolean late = pass.isLate(now.minus(inCloudTime(LATE)));
    HeldBack held = null;
    for (CallClass one : classes(own)) {
      Queue queue = queueOf(location, one);
      Booking booking = pass.booking(one);
      CallsPerTurn usual = perTurn.computeIfAbsent(new Turn(pass.work(), one), CallPacing::guess);
      if (pass.hasEntered(one) || (booking != null && booking.used())) {
        if (!pass.spend(one)) take(queue, now, WHENEVER);
        pass.enterAgain(one);
        continue;
      }
      if (late) booking = null;
      int calls = booking == null ? usual.begin() : usual.typical();
      Instant slot = booking == null ? takeTurn(queue, now, calls) : booking.at();
      if (!slot.isAfter(now)) {
        pass.enter(one, now, calls - 1, usual);
        continue;
      }
      if (booking == null) {
        pass.book(one, slot, late);
        metrics.held(one, Duration.between(now, slot));
      }
      if (held == null || slot.isAfter(held.until())) {
        held = new HeldBack(one, limits.perSecond(one), slot);
      }
    }
    if (held != null) throw held;
  }

  private void holdShortly(CloudLocation location, CallClass own) {
    Instant now = clock.now();
    Instant latest = now.plus(inCloudTime(PATIENCE));
    for (CallClass one : classes(own)) {
      Queue queue = queueOf(location, one);
      Instant slot =
          take(queue, now, latest)
              .orElseThrow(() -> {
                metrics.refused(one);
                return new HeldBack(one, limits.perSecond(one), slots.next(queue, now));
              });
      long wait = Duration.between(clock.wallTimeOf(now), clock.wallTimeOf(slot)).toNanos();
      long until = System.nanoTime() + wait;
      for (long left = wait; left > 0; left = until - System.nanoTime()) {
        LockSupport.parkNanos(left);
        if (Thread.currentThread().isInterrupted()) break;
      }
    }
  }

  /** As much cloud time as passes meanwhile. */
  private Duration inCloudTime(Duration wallTime) {
    Instant now = clock.now();
    Duration aSecond =
        Duration.between(clock.wallTimeOf(now), clock.wallTimeOf(now.plusSeconds(1)));
    double factor = aSecond.isPositive() ? 1e9 / aSecond.toNanos() : 1;
    return Duration.ofNanos(Math.round(wallTime.toNanos() * factor));
  }

  /** A work's turn, for so many calls: it comes at the first one's slot. */
  private Instant takeTurn(Queue queue, Instant now, int calls) {
    Instant turn = take(queue, now, WHENEVER).orElse(now);
    for (int i = 1; i < calls; i++) take(queue, now, WHENEVER);
    return turn;
  }

  /** Until more is known: few works make two calls of one class. */
  private static CallsPerTurn guess(Turn turn) {
    return new CallsPerTurn(turn.callClass() == CallClass.ALL ? turn.work().usualCalls() : 1);
  }

  /** The next slot of a queue, unless it lies after a moment. */
  private Optional<Instant> take(Queue queue, Instant now, Instant latest) {
    Deque<Instant> lease = lease(queue);
    synchronized (lease) {
      while (!lease.isEmpty() && lease.getFirst().isBefore(now.minus(CallSlots.BURST))) {
        lease.removeFirst();
      }
      if (lease.isEmpty()) refill(queue, lease, now, latest);
      if (lease.isEmpty() || lease.getFirst().isAfter(latest)) return Optional.empty();
      return Optional.of(lease.removeFirst());
    }
  }

  private void refill(Queue queue, Deque<Instant> lease, Instant now, Instant latest) {
    double perSecond = limits.perSecond(queue.callClass());
    int count = (int) Math.clamp(Math.round(perSecond * LEASE.toMillis() / 1000.0), 1, 50);
    try {
      Optional<Slots> taken = slots.take(queue, perSecond, count, now, latest);
      if (taken.isEmpty()) return;
      for (int i = 0; i < count; i++) {
        lease.addLast(taken.get().first().plus(taken.get().spacing().multipliedBy(i)));
      }
    } catch (DataAccessException e) {
      LOG.warn(
          "Slots of AWS's rate limits cannot be asked for; calls are let through: {}",
          String.valueOf(e.getMostSpecificCause().getMessage()));
      lease.addLast(now);
    }
  }

  private Deque<Instant> lease(Queue queue) {
    return leases.computeIfAbsent(queue, _ -> new ArrayDeque<>());
  }

  private static Queue queueOf(CloudLocation location, CallClass one) {
    return new Queue(location.accountId(), location.region(), one);
  }
}
