package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;

/**
 * Passes a long answer on, part by part, as fast as the caller takes it. An answer must end by the
 * exchange's deadline, and a stream must not pause for longer than it might have taken to begin.
 * Only SageMaker's time counts for this, not the time that a slow caller takes.
 */
final class PassOn {

  private static final long MILLI = 1_000_000;
  private static final int WHILE_HELD_MILLIS = 1_000;

  private final Vertx vertx;
  private final Exchange exchange;
  private final Reply reply;
  private final HttpClientResponse from;
  private final HttpServerResponse to;
  private final long pause;
  private final Promise<Void> passed = Promise.promise();
  private long limit;
  private long heldSince;
  private long held;
  private long timer;
  private boolean holding;
  private boolean begun;
  private boolean over;

  private PassOn(Vertx vertx, Exchange exchange, Reply reply, long pauseMillis) {
    this.vertx = vertx;
    this.exchange = exchange;
    this.reply = reply;
    from = reply.head();
    to = exchange.response();
    pause = pauseMillis * MILLI;
    limit = pause > 0 ? System.nanoTime() + pause : exchange.deadline();
  }

  /**
   * Passes it on; complete when the caller has it.
   *
   * @param pauseMillis how long a stream may pause; 0 for an answer that has to end in time
   */
  static Future<Void> begin(Vertx vertx, Exchange exchange, Reply reply, long pauseMillis) {
    return new PassOn(vertx, exchange, reply, pauseMillis).begin();
  }

  private Future<Void> begin() {
    exchange.whenCallerLeaves(() -> fail(new IllegalStateException("The caller has left.")));
    from.handler(this::part).exceptionHandler(this::fail).endHandler(_ -> end());
    watch();
    exchange.pauseOwnTime(System.nanoTime());
    if (reply.body().length() > 0) {
      part(reply.body());
    }
    if (!holding) {
      from.resume();
    }
    return passed.future();
  }

  private void part(Buffer part) {
    long now = System.nanoTime();
    if (pause > 0) {
      limit = now + pause;
    }
    to.write(part);
    if (!begun) {
      begun = true;
      exchange.addOwnTime(System.nanoTime() - now);
    }
    if (to.writeQueueFull()) {
      from.pause();
      holding = true;
      heldSince = System.nanoTime();
      to.drainHandler(_ -> goOn());
    }
  }

  private void goOn() {
    if (holding && !over) {
      holding = false;
      long time = System.nanoTime() - heldSince;
      held += time;
      limit += time;
      from.resume();
    }
  }

  private void watch() {
    long left = (limit - System.nanoTime()) / MILLI;
    timer = vertx.setTimer(holding ? WHILE_HELD_MILLIS : Math.max(1, left), _ -> look());
  }

  private void look() {
    if (holding || limit - System.nanoTime() >= MILLI) {
      watch();
    } else {
      fail(
          new Refusal(
              Reason.UPSTREAM_SLOW, "SageMaker Runtime stopped in the middle of its answer."));
    }
  }

  private void end() {
    if (finish()) {
      reply.asking().ended(held);
      to.end().onComplete(passed);
    }
  }

  private void fail(Throwable failure) {
    if (finish()) {
      reply.asking().abandon(held + (holding ? System.nanoTime() - heldSince : 0));
      passed.fail(failure);
    }
  }

  private boolean finish() {
    if (over) {
      return false;
    }
    over = true;
    vertx.cancelTimer(timer);
    return true;
  }
}
