package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One prediction's way to SageMaker and back, over all its attempts, within one span of time. Its
 * connection is its own to the end of the answer's body.
 */
final class Asking {

  private static final int BACK_OFF_MILLIS = 50;
  private static final long MILLI = 1_000_000;

  /**
   * A kept connection that was closed already falls within a round trip. Later a model may have
   * worked on the request.
   */
  private static final long AT_ONCE = 100 * MILLI;

  /** What all predictions of an event loop are asked with. */
  record Means(Vertx vertx, HttpClient client, FreshConnections fresh, Sign sign, int retries) {}

  private final Means means;
  private final Lane lane;
  private final Exchange exchange;
  private final Destination destination;
  private final long until;
  private final long timer;
  private final Promise<Reply> answer = Promise.promise();
  private int attempts;
  private boolean placed;
  private boolean over;
  private boolean everSent;
  private boolean reused;

  /** For an answer to what was sent, whose time is not yet counted. */
  private boolean waiting;

  private long begunAt;
  private long sentAt;
  private @Nullable HttpClientRequest current;

  /** Null once the answer has begun: a slow reader of that would hold on to it, uncounted. */
  private @Nullable Body body;

  /** What sends a large body; null when it is known that all is sent. */
  private @Nullable Slices rest;

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
    long millis = Math.max(1, (until - System.nanoTime()) / MILLI);
    timer = means.vertx.setTimer(millis, _ -> tooSlow(millis));
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
   * @param held for so many nanoseconds it was the caller who took nothing
   */
  void ended(long held) {
    sendNoMore();
    spentUpstream(System.nanoTime() - sentAt - held);
    leave();
  }

  /** Whether an answer has begun before all of the body was sent. */
  boolean isSending() {
    return rest != null;
  }

  /** Nobody wants the rest of the answer, or nothing comes of it. */
  void abandon(long held) {
    forget();
    ended(held);
  }

  private void attempt() {
    if (over) {
      return;
    }
    forget();
    attempts++;
    begunAt = System.nanoTime();
    Body sent = Objects.requireNonNull(body);
    try {
      means
          .client
          .request(
              means.sign.sign(
                  exchange.request().headers(), destination, sent, exchange.standIn() != null))
          .onComplete((request, failure) -> {
            if (failure != null) {
              lost(failure);
            } else if (over) {
              request.reset();
            } else {
              write(request, sent);
            }
          });
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Of an answer that is not wanted, but did not come to its end. */
  private void forget() {
    sendNoMore();
    HttpClientRequest running = current;
    if (running != null) {
      current = null;
      running.reset();
    }
  }

  private void write(HttpClientRequest request, Body sent) {
    current = request;
    everSent = true;
    waiting = true;
    sentAt = System.nanoTime();
    exchange.rests(sentAt);
    reused = means.fresh.wasUsed(request.connection());
    request
        .response()
        .onComplete((response, failure) -> {
          if (failure != null) {
            lost(failure);
          } else if (!over) {
            answered(request, response);
          }
        });
    rest = Slices.write(request, sent.bytes());
  }

  private void answered(HttpClientRequest request, HttpClientResponse response) {
    if (Forward.isThrottled(response)) {
      int wait = backOff();
      if (wait * MILLI < until - System.nanoTime() && mayRepeat()) {
        spentUpstream(System.nanoTime() - sentAt);
        // Reading it to the end gives the connection back to the pool.
        response.endHandler(_ -> {
          if (current == request) {
            current = null;
            sendNoMore();
          }
        });
        response.resume();
        means.vertx.setTimer(wait, _ -> attempt());
        return;
      }
    }
    if (Answer.isSmall(response)) {
      response.body().onComplete((whole, failure) -> whole(response, whole, failure));
      return;
    }
    response.pause();
    if (finish()) {
      exchange.works(System.nanoTime());
      answer.complete(new Reply(response, null, this));
    }
  }

  /** It goes out in one piece, so up to here something else can be told. */
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
      ended(0);
      exchange.works(System.nanoTime());
      answer.complete(new Reply(response, whole, this));
    }
  }

  private void lost(Throwable failure) {
    if (over) {
      return;
    }
    long now = System.nanoTime();
    boolean sent = current != null;
    exchange.rests(begunAt);
    spentUpstream(now - (sent ? sentAt : begunAt));
    current = null;
    if (failure instanceof ConnectionPoolTooBusyException) {
      fail(overloaded());
      return;
    }
    // Most often a kept connection that the other side had closed already.
    int wait = attempts == 1 ? 0 : backOff();
    if (Forward.isWorthRepeating(failure)
        && (!sent || isSafe(now))
        && wait * MILLI < until - now
        && mayRepeat()) {
      if (wait == 0) {
        attempt();
      } else {
        means.vertx.setTimer(wait, _ -> attempt());
      }
    } else {
      fail(
          new Refusal(
              Reason.UPSTREAM_LOST,
              "SageMaker Runtime could not be reached, or closed the connection unanswered.",
              failure));
    }
  }

  /** Whether no model can have seen what was sent, or been told to keep something of it. */
  private boolean isSafe(long now) {
    if (destination.operation() == Operation.ASYNC
        || "NEW_SESSION".equals(exchange.request().getHeader(Sign.SESSION))) {
      return false;
    }
    Slices writing = rest;
    return (writing != null && !writing.isSent()) || (reused && now - sentAt < AT_ONCE);
  }

  private boolean mayRepeat() {
    return attempts <= means.retries && !exchange.callerHasLeft() && lane.budget().spend();
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
      if (waiting) {
        spentUpstream(System.nanoTime() - sentAt);
      }
      forget();
      leave();
      answer.fail(failure);
    }
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
    if (rest != null && rest.isSent()) {
      rest = null;
    }
    means.vertx.cancelTimer(timer);
    return true;
  }

  /** Whoever has answered, or is given up, may never read what is left of a large body. */
  private void sendNoMore() {
    Slices writing = rest;
    if (writing != null) {
      rest = null;
      writing.giveUp();
    }
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
