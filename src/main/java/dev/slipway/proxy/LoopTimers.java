package dev.slipway.proxy;

import io.netty.util.concurrent.Future;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;

/**
 * The timers that every prediction sets and, nearly always, calls off. They are Netty's own: those
 * of Vert.x are entered in two more lists each, of the process and of the verticle, and take twice
 * as long. Lives on one event loop.
 */
final class LoopTimers {

  private final ContextInternal context;

  /**
   * @param context the event loop's
   */
  LoopTimers(Context context) {
    this.context = (ContextInternal) context;
  }

  /**
   * Does something later, on this event loop, unless it is called off before.
   *
   * @param millis how much later; at least 1
   */
  Timer in(long millis, Runnable act) {
    return new Timer(
        context
            .nettyEventLoop()
            .schedule(
                () -> context.emit(act, Runnable::run),
                Math.max(1, millis),
                TimeUnit.MILLISECONDS));
  }

  /** What is to be done later. */
  record Timer(Future<?> due) {

    /** Calls it off; false when it was done, or called off before. */
    boolean cancel() {
      return due.cancel(false);
    }
  }
}
