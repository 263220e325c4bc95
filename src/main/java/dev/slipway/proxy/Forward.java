package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sixth stage: asks SageMaker. Repeats, within a budget, what surely or probably never reached a
 * model: lost connections and throttled calls. A model's own error (424) is an answer.
 */
final class Forward {

  private static final Logger LOG = LoggerFactory.getLogger(Forward.class);
  private static final int BACK_OFF_MILLIS = 50;
  private static final CharSequence ERROR_TYPE = HttpHeaders.createOptimized("x-amzn-errortype");

  private final Vertx vertx;
  private final HttpClient client;
  private final Sign sign;
  private final Duration deadline;
  private final int retries;
  private final Map<String, RetryBudget> budgets = new HashMap<>();

  Forward(Vertx vertx, HttpClient client, Sign sign, Duration deadline, int retries) {
    this.vertx = vertx;
    this.client = client;
    this.sign = sign;
    this.deadline = deadline;
    this.retries = retries;
  }

  /** SageMaker's answer, its body not read yet (paused); fails with a {@link Refusal}. */
  Future<HttpClientResponse> send(Exchange exchange, Destination destination, Body body) {
    long millis =
        Patience.left(
            exchange.request().getHeader(Patience.HEADER),
            deadline.toMillis(),
            exchange.totalNanos() / 1_000_000);
    if (millis == 0) {
      return Future.failedFuture(
          new Refusal(Reason.UPSTREAM_SLOW, "The time that the caller gave is over."));
    }
    RetryBudget budget =
        budgets.computeIfAbsent(destination.route().endpoint(), _ -> new RetryBudget());
    budget.earn();
    var asking = new Asking(exchange, destination, body, budget, millis);
    asking.attempt();
    return asking.answer.future();
  }

  private final class Asking {

    private final Exchange exchange;
    private final Destination destination;
    private final Body body;
    private final RetryBudget budget;
    private final Promise<HttpClientResponse> answer = Promise.promise();
    private final long timer;
    private int attempts;
    private boolean over;
    private @Nullable HttpClientRequest current;

    Asking(Exchange exchange, Destination destination, Body body, RetryBudget budget, long millis) {
      this.exchange = exchange;
      this.destination = destination;
      this.body = body;
      this.budget = budget;
      timer = vertx.setTimer(millis, _ -> tooSlow(millis));
      exchange.whenCallerLeaves(() -> fail(new IllegalStateException("The caller has left.")));
    }

    void attempt() {
      if (over) {
        return;
      }
      attempts++;
      long sentAt = System.nanoTime();
      try {
        client
            .request(sign.sign(exchange.request().headers(), destination, body))
            .onComplete((request, failure) -> {
              if (failure != null) {
                lost(failure, sentAt);
              } else if (over) {
                request.reset();
              } else {
                write(request, sentAt);
              }
            });
      } catch (RuntimeException e) {
        fail(e);
      }
    }

    private void write(HttpClientRequest request, long sentAt) {
      current = request;
      request
          .response()
          .onComplete((response, failure) -> {
            if (failure != null) {
              lost(failure, sentAt);
            } else if (!over) {
              answered(response, sentAt);
            }
          });
      Slices.write(request, body.bytes());
    }

    private void answered(HttpClientResponse response, long sentAt) {
      exchange.spentUpstream(System.nanoTime() - sentAt);
      if (isThrottled(response) && mayRepeat()) {
        // Reading it to the end gives the connection back to the pool.
        response.resume();
        vertx.setTimer(backOff(), _ -> attempt());
        return;
      }
      response.pause();
      if (finish()) {
        answer.complete(response);
      }
    }

    private void lost(Throwable failure, long sentAt) {
      if (over) {
        return;
      }
      exchange.spentUpstream(System.nanoTime() - sentAt);
      if (failure instanceof ConnectionPoolTooBusyException) {
        fail(new Refusal(Reason.OVERLOADED, "Too many predictions are waiting; try again."));
      } else if (isWorthRepeating(failure) && mayRepeat()) {
        if (attempts == 1) {
          // Most often a kept connection that the other side had closed already.
          attempt();
        } else {
          vertx.setTimer(backOff(), _ -> attempt());
        }
      } else {
        LOG.warn(
            "SageMaker Runtime of {} did not answer: {}",
            destination.route().environment(),
            failure.toString());
        fail(
            new Refusal(
                Reason.UPSTREAM_LOST,
                "SageMaker Runtime could not be reached, or closed the connection unanswered."));
      }
    }

    private boolean mayRepeat() {
      return attempts <= retries && !exchange.callerHasLeft() && budget.spend();
    }

    private long backOff() {
      int step = BACK_OFF_MILLIS << (attempts - 1);
      return step + ThreadLocalRandom.current().nextInt(step);
    }

    private void tooSlow(long millis) {
      fail(
          new Refusal(
              Reason.UPSTREAM_SLOW,
              "SageMaker Runtime did not answer within %d ms.".formatted(millis)));
    }

    private void fail(Throwable failure) {
      if (finish()) {
        HttpClientRequest running = current;
        if (running != null) {
          running.reset();
        }
        answer.fail(failure);
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

  /** Turned away before any model saw it. SageMaker reports a container's own 503 as 424. */
  private static boolean isThrottled(HttpClientResponse response) {
    return switch (response.statusCode()) {
      case 429, 503 -> true;
      case 400 -> {
        String type = response.getHeader(ERROR_TYPE);
        yield type != null && type.startsWith("ThrottlingException");
      }
      default -> false;
    };
  }

  /** Lost connections, but neither distrust nor an answer that makes no sense. */
  private static boolean isWorthRepeating(Throwable failure) {
    return isLostConnection(failure) && !(failure instanceof SSLException);
  }

  /** Whether the other side went away; Vert.x does not count that among I/O failures. */
  static boolean isLostConnection(Throwable failure) {
    return failure instanceof IOException
        || failure instanceof HttpClosedException
        || failure instanceof StreamResetException;
  }
}
