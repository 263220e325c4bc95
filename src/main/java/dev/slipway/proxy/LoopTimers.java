package dev.slipway.proxy;

import io.netty.util.concurrent.Future;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The timers that every prediction sets and, nearly always, calls off. They are in a {@link
 * TimerWheel}, and the event loop itself has one timer alone, for what is due first. Its own would
 * have to be put in order, and those of Vert.x are entered in two more lists besides. A wheel that
 * turned by itself would cost more than both: in the half millisecond before a timer is due, Netty
 * does not sleep. Lives on one event loop.
 */
final class LoopTimers {

  private static final long MILLI = 1_000_000;

  private final ContextInternal context;
  private final TimerWheel wheel = new TimerWheel(System.nanoTime());

  /** Of the event loop, for what is due first; null while nothing is set. */
  private @Nullable Future<?> alarm;

  /** When that is due. */
  private long alarmAt;

  /**
   * @param context the event loop's
   */
  LoopTimers(Context context) {
    this.context = (ContextInternal) context;
  }

  /**
   * Does something later, on this event loop, unless it is called off before.
   *
   * @param millis how much later at least; it may be a tick of the wheel more
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
    if (alarm == null || timer.due() - alarmAt < 0) {
      wakeAt(timer.due(), now);
    }
    return timer;
  }

  private void wakeAt(long moment, long now) {
    if (alarm != null) {
      alarm.cancel(false);
    }
    alarmAt = moment;
    alarm = context.nettyEventLoop().schedule(this::wake, moment - now, TimeUnit.NANOSECONDS);
  }

  private void wake() {
    alarm = null;
    long now = System.nanoTime();
    List<TimerWheel.Timer> due = wheel.due(now);
    if (!wheel.isEmpty()) {
      wakeAt(wheel.nextDue(), now);
    }
    for (TimerWheel.Timer each : due) {
      context.emit(each, TimerWheel.Timer::run);
    }
  }
}
