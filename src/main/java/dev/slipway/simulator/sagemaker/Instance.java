package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.serving.Container;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One instance of a fleet. It drains before it stops: what was accepted is answered. */
final class Instance {

  private final Container container;
  private final AtomicInteger outstanding = new AtomicInteger();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicBoolean pinging = new AtomicBoolean();
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
