package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to have SageMaker answer a prediction. It borrows a connection, which nothing else
 * uses until the answer's end, signs the request and sends it. Its {@link Asking} is told how that
 * went, unless it has given the attempt up.
 */
final class Attempt implements ConnectionPool.Borrower {

  /**
   * A kept connection that was closed already falls within a round trip. Later a model may have
   * worked on the request.
   */
  private static final long AT_ONCE = 100_000_000;

  private final Asking asking;
  private final Sign sign;
  private final Exchange exchange;
  private final Destination destination;
  private boolean over;

  /** The moment at which a connection was asked for, and then that at which sending began. */
  private long since;

  /** Whether SageMaker's time is running, and not counted yet. */
  private boolean waiting;

  /** What is to be sent; null once that has begun. */
  private @Nullable Body body;

  private @Nullable PooledConnection connection;

  /** The request, once it is being sent. */
  private @Nullable HttpClientRequest request;

  /** Sends a large body; null once it is known that all of the body is sent. */
  private @Nullable Slices rest;

  /** The answer's head, once it has come. */
  private @Nullable HttpClientResponse head;

  Attempt(Asking asking, Sign sign, Exchange exchange, Destination destination, Body body) {
    this.asking = asking;
    this.sign = sign;
    this.exchange = exchange;
    this.destination = destination;
    this.body = body;
  }

  /**
   * Borrows a connection, and goes on once it has one.
   *
   * @throws Refusal when there are no keys to sign it with
   */
  void begin(ConnectionPools pools) {
    since = System.nanoTime();
    pools.to(sign.base(destination)).lend(this);
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
            notConnected(failure);
          } else if (over) {
            request.reset();
            connection.giveUp();
          } else {
            send(connection, request);
          }
        });
  }

  @Override
  public void notConnected(Throwable why) {
    if (!over) {
      asking.lost(this, why);
    }
  }

  @Override
  public void crowdedOut() {
    asking.crowdedOut();
  }

  @Override
  public boolean isOver() {
    return over;
  }

  private void send(PooledConnection connection, HttpClientRequest request) {
    Body sent = Objects.requireNonNull(body);
    this.connection = connection;
    this.request = request;
    try {
      sign.sign(
          request.headers(),
          exchange.request().headers(),
          destination,
          sent,
          exchange.standIn() != null);
    } catch (RuntimeException e) {
      asking.fail(e);
      return;
    }
    since = System.nanoTime();
    waiting = true;
    asking.sends(since);
    Future<HttpClientResponse> answer = request.response();
    rest = Slices.write(request, sent.bytes());
    body = null;
    answer.onComplete((response, failure) -> {
      if (over) {
        return;
      }
      if (failure == null) {
        answered(response);
      } else {
        asking.lost(this, failure);
      }
    });
  }

  private void answered(HttpClientResponse response) {
    head = response;
    if (Forward.isInterim(response)) {
      // The answer itself would still come; on a connection that is kept, as somebody else's.
      response.exceptionHandler(_ -> {});
      asking.fail(
          new Refusal(
              Reason.UPSTREAM_LOST,
              "SageMaker Runtime sent an interim answer of a kind that is not known (%d)."
                  .formatted(response.statusCode())));
    } else {
      asking.answered(this, response);
    }
  }

  /** Since when SageMaker takes the time: to connect, and then to answer. */
  long since() {
    return since;
  }

  /** Whether SageMaker's time is running, and not counted yet. */
  boolean isWaiting() {
    return waiting;
  }

  /** SageMaker's time is counted. */
  void counted() {
    waiting = false;
  }

  /** Whether it is not known that all of the body is sent. */
  boolean isSending() {
    return rest != null;
  }

  /**
   * Lets go of a body that is sent. A caller who reads the answer slowly would otherwise keep it on
   * the heap.
   */
  void letGoOfWhatIsSent() {
    if (rest != null && rest.isSent()) {
      rest = null;
    }
  }

  /** Of an attempt that was lost: whether nothing of it was sent. */
  boolean isUnsent() {
    return request == null;
  }

  /** Of an attempt whose connection was lost: whether no model can have seen the request. */
  boolean isUnseen(long now) {
    Slices writing = rest;
    PooledConnection lost = connection;
    return (writing != null && !writing.isSent())
        || (lost != null && lost.wasUsed() && now - since < AT_ONCE);
  }

  /**
   * The answer has come to its end.
   *
   * @param now the monotonic moment
   */
  void ended(long now) {
    letGoOfWhatIsSent();
    if (isSending()) {
      // The other side may never read the rest.
      giveUp();
    } else {
      Objects.requireNonNull(connection).giveBack(Objects.requireNonNull(head), now);
    }
  }

  /** Gives it up: nothing more is to be sent, and no answer is wanted. */
  void giveUp() {
    over = true;
    body = null;
    rest = null;
    if (request != null && connection != null) {
      request.reset();
      connection.giveUp();
    }
  }
}
