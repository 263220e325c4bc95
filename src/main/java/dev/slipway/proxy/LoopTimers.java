package dev.slipway.proxy;

import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;

/**
 * The timers that every prediction sets and, nearly always, calls off. They are a {@link
 * TimerWheel}'s, which one timer of the event loop turns while anything is set: those of Netty are
 * put in order, and those of Vert.x entered in two more lists besides. Lives on one event loop.
 */
final class LoopTimers {

  private static final long MILLI = 1_000_000;

  private final ContextInternal context;
  private final TimerWheel wheel = new TimerWheel(System.nanoTime());
  private boolean turning;

  /**
   * @param context the event loop's
   */
  LoopTimers(Context context) {
    this.context = (ContextInternal) context;
  }

  /**
   * Does something later, on this event loop, unless it is called off before.
   *
   * @param millis how much later at least; it may be two ticks of the wheel more
   */
  TimerWheel.Timer in(long millis, Runnable act) {
    return in(System.nanoTime(), millis, act);
  }

  /**
   * The same, where the time is known.
   *
   * @param now the monotonic moment
   */
  TimerWheel.Timer in(long now, long millis, Runnable act) {
    TimerWheel.Timer timer = wheel.set(now, millis * MILLI, act);
    if (!turning) {
      turning = true;
      turnNext();
    }
    return timer;
  }

  private void turnNext() {
    var _ = context.nettyEventLoop().schedule(this::turn, TimerWheel.TICK, TimeUnit.NANOSECONDS);
  }

  private void turn() {
    for (TimerWheel.Timer due : wheel.due(System.nanoTime())) {
      context.emit(due, TimerWheel.Timer::run);
    }
    if (wheel.isEmpty()) {
      turning = false;
    } else {
      turnNext();
    }
  }
}
