package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.serving.Container;
import dev.slipway.simulator.time.SimClock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One instance of a fleet. It drains before it stops: what was accepted is answered. */
final class Instance {

  private final Container container;
  private final AtomicInteger outstanding = new AtomicInteger();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicBoolean pinging = new AtomicBoolean();
  private final AtomicReference<@Nullable Semaphore> processors = new AtomicReference<>();
  private volatile boolean draining;
  private volatile boolean deaf;
  private volatile int missed;

  Instance(Container container) {
    this.container = container;
  }

  int outstanding() {
    return outstanding.get();
  }

  /** Accepts a request; false once it drains. Each accepted one ends with {@link #release}. */
  boolean accept() {
    outstanding.incrementAndGet();
    if (draining) {
      release();
      return false;
    }
    return true;
  }

  void release() {
    if (outstanding.decrementAndGet() == 0 && draining) {
      stop();
    }
  }

  /** It answers no ping any more, whatever its container says. */
  void deafen() {
    deaf = true;
  }

  boolean isDeaf() {
    return deaf;
  }

  /** How many pings in a row it has not answered. */
  int missed() {
    return missed;
  }

  /** Asks whether it is well; not again while it is still being asked. */
  void ping() {
    if (pinging.compareAndSet(false, true)) {
      try {
        missed = !deaf && container.ping() ? 0 : missed + 1;
      } finally {
        pinging.set(false);
      }
    }
  }

  Container container() {
    return container;
  }

  /**
   * Keeps one of its processors busy with a request, once one is free: the first to come is the
   * first to be served. So it answers so many at once as it has processors, and more have to wait.
   */
  void compute(SimClock clock, int count) {
    Duration computing = container.computing();
    if (processors.get() == null) {
      processors.compareAndSet(null, new Semaphore(count, true));
    }
    Semaphore free = Objects.requireNonNull(processors.get());
    free.acquireUninterruptibly();
    try {
      clock.busy(computing);
    } finally {
      free.release();
    }
  }

  /** Takes nothing new, and stops when the last answer is given. */
  void drain() {
    draining = true;
    if (outstanding.get() == 0) {
      stop();
    }
  }

  private void stop() {
    if (stopped.compareAndSet(false, true)) {
      container.stop();
    }
  }
}
