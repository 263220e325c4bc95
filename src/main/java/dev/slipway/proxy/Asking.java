package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One prediction's way to SageMaker and back, over all its attempts, within one span of time: it
 * waits for a place, decides whether a failed {@link Attempt} is worth repeating, and reckons what
 * time was SageMaker's.
 */
final class Asking {

  private static final int BACK_OFF_MILLIS = 50;
  private static final long MILLI = 1_000_000;
  private static final CharSequence VARIANT =
      HttpHeaders.createOptimized("x-amzn-invoked-production-variant");

  /** The means that all predictions of an event loop share. */
  record Means(LoopTimers timers, ConnectionPools pools, Sign sign, int retries) {}

  private final Means means;
  private final Lane lane;
  private final Exchange exchange;
  private final Destination destination;
  private final long until;
  private final TimerWheel.Timer timer;
  private final Promise<Reply> answer = Promise.promise();
  private int attempts;
  private boolean placed;
  private boolean over;
  private boolean everSent;
  private @Nullable Attempt current;

  /**
   * The request's body. Null once the answer has begun: a caller who reads the answer slowly would
   * otherwise keep the body on the heap, where nobody counts it any more.
   */
  private @Nullable Body body;

  /**
   * @param until the moment by which the answer must be there, or have begun if it is long
   */
  Asking(
      Means means, Lane lane, Exchange exchange, Destination destination, Body body, long until) {
    this.means = means;
    this.lane = lane;
    this.exchange = exchange;
    this.destination = destination;
    this.body = body;
    this.until = until;
    long now = System.nanoTime();
    long millis = Math.max(1, (until - now) / MILLI);
    timer = means.timers.in(now, millis, () -> tooSlow(millis));
    exchange.whenCallerLeaves(() -> fail(new IllegalStateException("The caller has left.")));
  }

  /** The answer; fails with a {@link Refusal}. */
  Future<Reply> answer() {
    if (!lane.enter(this)) {
      fail(overloaded());
    }
    return answer.future();
  }

  /** A place is free. */
  void begin() {
    placed = true;
    attempt();
  }

  /**
   * The answer's body has come to its end.
   *
   * @param held for how many nanoseconds the caller took nothing, so that SageMaker's time does not
   *     count them
   */
  void ended(long held) {
    ended(System.nanoTime(), held);
  }

  private void ended(long now, long held) {
    Attempt last = Objects.requireNonNull(current);
    last.ended(now);
    over(last, now - held);
  }

  /** Whether an answer has begun before all of the body was sent. */
  boolean isSending() {
    return current != null && current.isSending();
  }

  /** Nobody wants the rest of the answer, or nothing comes of it. */
  void abandon(long held) {
    Attempt last = Objects.requireNonNull(current);
    last.giveUp();
    over(last, System.nanoTime() - held);
  }

  private void over(Attempt last, long at) {
    spentUpstream(last, at);
    leave();
  }

  private void attempt() {
    if (over) {
      return;
    }
    forget();
    attempts++;
    var attempt =
        new Attempt(this, means.sign, exchange, destination, Objects.requireNonNull(body));
    current = attempt;
    try {
      attempt.begin(means.pools);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Too many wait for a connection already. */
  void crowdedOut() {
    fail(overloaded());
  }

  /** Forgets an answer that is not wanted and has not come to its end. */
  private void forget() {
    Attempt running = current;
    if (running != null) {
      current = null;
      running.giveUp();
    }
  }

  /** The attempt has its connection, and sends from this moment on. */
  void sends(long now) {
    everSent = true;
    exchange.pauseOwnTime(now);
  }

  /** The attempt has an answer, of which the head has come. */
  void answered(Attempt attempt, HttpClientResponse response) {
    if (Forward.isThrottled(response)) {
      int wait = backOff();
      if (mayRepeatAfter(wait)) {
        spentUpstream(attempt, System.nanoTime());
        // Reading it to the end lets the connection be given back.
        response.endHandler(_ -> {
          if (current == attempt) {
            current = null;
            attempt.ended(System.nanoTime());
          }
        });
        response.resume();
        means.timers.in(wait, this::attempt);
        return;
      }
    }
    exchange.setVariant(Objects.requireNonNullElse(response.getHeader(VARIANT), ""));
    if (Answer.isSmall(response)) {
      response.body().onComplete((whole, failure) -> whole(response, whole, failure));
    } else if (destination.operation() == Operation.STREAM) {
      response.pause();
      begun(response, Buffer.buffer());
    } else {
      awaitFirstPart(response);
    }
  }

  /**
   * Waits for the first part of a long answer: until then the caller has been told nothing, and
   * something else may still answer. Nothing stands in for a stream, which has begun with its head:
   * from then on it may pause as long again.
   */
  private void awaitFirstPart(HttpClientResponse response) {
    response
        .handler(part -> {
          response.pause();
          begun(response, part);
        })
        .exceptionHandler(failure -> whole(response, null, failure))
        .endHandler(_ -> whole(response, Buffer.buffer(), null));
  }

  private void begun(HttpClientResponse response, Buffer first) {
    if (finish()) {
      exchange.resumeOwnTime(System.nanoTime());
      answer.complete(new Reply(response, first, false, this));
    }
  }

  /**
   * A small answer has been read to its end, or a long one has none but its head. It goes out in
   * one piece, so until now the caller could still be told something else.
   */
  private void whole(
      HttpClientResponse response, @Nullable Buffer whole, @Nullable Throwable failure) {
    if (over) {
      return;
    }
    if (failure != null) {
      fail(
          new Refusal(
              Reason.UPSTREAM_LOST,
              "SageMaker Runtime broke off in the middle of its answer.",
              failure));
    } else if (finish()) {
      long now = System.nanoTime();
      ended(now, 0);
      exchange.resumeOwnTime(now);
      answer.complete(new Reply(response, Objects.requireNonNull(whole), true, this));
    }
  }

  /** The attempt has no connection, or lost it before the answer's head came. */
  void lost(Attempt attempt, Throwable failure) {
    long now = System.nanoTime();
    exchange.pauseOwnTime(attempt.since());
    spentUpstream(attempt, now);
    boolean unseen = attempt.isUnsent() || (attempt.isUnseen(now) && keepsNothing());
    forget();
    // Most often a kept connection that the other side had closed already.
    int wait = attempts == 1 ? 0 : backOff();
    if (Forward.isWorthRepeating(failure) && unseen && mayRepeatAfter(wait)) {
      if (wait == 0) {
        attempt();
      } else {
        means.timers.in(wait, this::attempt);
      }
    } else {
      fail(
          new Refusal(
              Reason.UPSTREAM_LOST,
              "SageMaker Runtime could not be reached, or closed the connection unanswered.",
              failure));
    }
  }

  /** Whether no model is told to keep something of it. */
  private boolean keepsNothing() {
    return destination.operation() != Operation.ASYNC
        && !"NEW_SESSION".equals(exchange.request().getHeader(Sign.SESSION));
  }

  private boolean mayRepeatAfter(int millis) {
    return millis * MILLI < until - System.nanoTime()
        && attempts <= means.retries
        && !exchange.callerHasLeft()
        && lane.budget().spend();
  }

  private int backOff() {
    int step = BACK_OFF_MILLIS << (attempts - 1);
    return step + ThreadLocalRandom.current().nextInt(step);
  }

  private void tooSlow(long millis) {
    fail(
        everSent
            ? new Refusal(
                Reason.UPSTREAM_SLOW,
                "SageMaker Runtime did not answer within %d ms.".formatted(millis))
            : new Refusal(
                Reason.UNASKED,
                "SageMaker Runtime could not be asked within %d ms.".formatted(millis)));
  }

  private static Refusal overloaded() {
    return new Refusal(Reason.OVERLOADED, "Too many predictions are waiting; try again.");
  }

  /** It comes to nothing, whatever else is tried. */
  void fail(Throwable failure) {
    if (finish()) {
      Attempt unanswered = current;
      if (unanswered != null && unanswered.isWaiting()) {
        spentUpstream(unanswered, System.nanoTime());
      }
      forget();
      leave();
      answer.fail(failure);
    }
  }

  /**
   * How long an answer that has only begun has taken so far. This time is not yet among the time
   * that was spent.
   */
  long unspentNanos(long now) {
    Attempt begun = current;
    return begun != null && begun.isWaiting() ? now - begun.since() : 0;
  }

  private void spentUpstream(Attempt attempt, long until) {
    attempt.counted();
    exchange.spentUpstream(until - attempt.since());
  }

  private boolean finish() {
    if (over) {
      return false;
    }
    over = true;
    body = null;
    if (current != null) {
      current.letGoOfWhatIsSent();
    }
    timer.cancel();
    return true;
  }

  private void leave() {
    if (placed) {
      placed = false;
      lane.leave();
    } else {
      lane.giveUp(this);
    }
  }
}
