package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One prediction's way to SageMaker and back, over all its attempts, within one span of time. Its
 * connection is its own to the end of the answer's body.
 */
final class Asking implements ConnectionPool.Borrower {

  private static final int BACK_OFF_MILLIS = 50;
  private static final long MILLI = 1_000_000;

  /** Answers with a lower status come before the one that counts (RFC 9110, 15.2). */
  private static final int FINAL = 200;

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

  /** Whether an attempt is under way and its time is not counted yet. */
  private boolean waiting;

  private long begunAt;
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
    spentUpstream(at - last.sentAt());
    leave();
  }

  private void attempt() {
    if (over) {
      return;
    }
    forget();
    attempts++;
    begunAt = System.nanoTime();
    try {
      means.pools.to(means.sign.base(destination)).lend(this);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  @Override
  public void lent(PooledConnection connection) {
    if (over) {
      connection.giveBackUnused(System.nanoTime());
      return;
    }
    connection
        .post(destination.path())
        .onComplete((request, failure) -> {
          if (failure != null) {
            connection.giveUp();
            lost(failure);
          } else if (over) {
            request.reset();
            connection.giveUp();
          } else {
            send(connection, request, Objects.requireNonNull(body));
          }
        });
  }

  @Override
  public void notConnected(Throwable why) {
    lost(why);
  }

  @Override
  public void crowdedOut() {
    fail(overloaded());
  }

  @Override
  public boolean isOver() {
    return over;
  }

  /** Forgets an answer that is not wanted and has not come to its end. */
  private void forget() {
    Attempt running = current;
    if (running != null) {
      current = null;
      running.giveUp();
    }
  }

  private void send(PooledConnection connection, HttpClientRequest request, Body sent) {
    try {
      means.sign.sign(
          request.headers(),
          exchange.request().headers(),
          destination,
          sent,
          exchange.standIn() != null);
    } catch (RuntimeException e) {
      request.reset();
      connection.giveUp();
      fail(e);
      return;
    }
    long now = System.nanoTime();
    var attempt = new Attempt(connection, request, now);
    current = attempt;
    everSent = true;
    waiting = true;
    exchange.pauseOwnTime(now);
    attempt
        .send(sent)
        .onComplete((response, failure) -> {
          if (failure != null) {
            lost(failure);
          } else if (!over) {
            answered(attempt, response);
          }
        });
  }

  private void answered(Attempt attempt, HttpClientResponse response) {
    attempt.answered(response);
    if (response.statusCode() < FINAL) {
      // The answer itself would still come; on a connection that is kept, as somebody else's.
      response.exceptionHandler(_ -> {});
      fail(
          new Refusal(
              Reason.UPSTREAM_LOST,
              "SageMaker Runtime sent an interim answer of a kind that is not known (%d)."
                  .formatted(response.statusCode())));
      return;
    }
    if (Forward.isThrottled(response)) {
      int wait = backOff();
      if (mayRepeatAfter(wait)) {
        spentUpstream(System.nanoTime() - attempt.sentAt());
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
    if (Answer.isSmall(response)) {
      response.body().onComplete((whole, failure) -> whole(response, whole, failure));
      return;
    }
    response.pause();
    if (finish()) {
      exchange.resumeOwnTime(System.nanoTime());
      answer.complete(new Reply(response, null, this));
    }
  }

  /**
   * Reads a small answer to its end. It goes out in one piece, so until then the caller can still
   * be told something else.
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
      answer.complete(new Reply(response, whole, this));
    }
  }

  private void lost(Throwable failure) {
    if (over) {
      return;
    }
    long now = System.nanoTime();
    Attempt sent = current;
    exchange.pauseOwnTime(begunAt);
    spentUpstream(now - (sent == null ? begunAt : sent.sentAt()));
    boolean unseen = sent == null || (sent.isUnseen(now) && keepsNothing());
    if (sent != null) {
      current = null;
      sent.giveUp();
    }
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

  private void fail(Throwable failure) {
    if (finish()) {
      Attempt unanswered = current;
      if (waiting && unanswered != null) {
        spentUpstream(System.nanoTime() - unanswered.sentAt());
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
    return waiting && begun != null ? now - begun.sentAt() : 0;
  }

  private void spentUpstream(long nanos) {
    waiting = false;
    exchange.spentUpstream(nanos);
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
