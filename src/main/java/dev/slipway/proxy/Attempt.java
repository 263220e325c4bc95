package dev.slipway.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send a prediction to SageMaker, over a connection that nothing else uses
 * meanwhile.
 */
final class Attempt {

  /**
   * A kept connection that was closed already falls within a round trip. Later a model may have
   * worked on the request.
   */
  private static final long AT_ONCE = 100_000_000;

  private final PooledConnection connection;
  private final HttpClientRequest request;
  private final long sentAt;

  /** Sends a large body; null once it is known that all of the body is sent. */
  private @Nullable Slices rest;

  /** The answer's head, once it has come. */
  private @Nullable HttpClientResponse head;

  /**
   * @param connection the request's, which is borrowed
   * @param sentAt the moment at which sending begins
   */
  Attempt(PooledConnection connection, HttpClientRequest request, long sentAt) {
    this.connection = connection;
    this.request = request;
    this.sentAt = sentAt;
  }

  long sentAt() {
    return sentAt;
  }

  /** Sends it; complete when the answer's head has come. */
  Future<HttpClientResponse> send(Body body) {
    Future<HttpClientResponse> answer = request.response();
    rest = Slices.write(request, body.bytes());
    return answer;
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

  /** Of an attempt whose connection was lost: whether no model can have seen the request. */
  boolean isUnseen(long now) {
    Slices writing = rest;
    return (writing != null && !writing.isSent())
        || (connection.wasUsed() && now - sentAt < AT_ONCE);
  }

  /** The answer's head has come. */
  void answered(HttpClientResponse response) {
    head = response;
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
      connection.giveBack(Objects.requireNonNull(head), now);
    }
  }

  /** Gives the attempt up: nothing more is to be sent, and no answer is wanted. */
  void giveUp() {
    rest = null;
    request.reset();
    connection.giveUp();
  }
}
