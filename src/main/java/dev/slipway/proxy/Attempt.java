package dev.slipway.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
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

  private final HttpClientRequest request;
  private final boolean reused;
  private final long sentAt;

  /** Sends a large body; null once it is known that all of the body is sent. */
  private @Nullable Slices rest;

  /**
   * @param reused whether something was sent on the connection before
   * @param sentAt the moment at which sending begins
   */
  Attempt(HttpClientRequest request, boolean reused, long sentAt) {
    this.request = request;
    this.reused = reused;
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
    return (writing != null && !writing.isSent()) || (reused && now - sentAt < AT_ONCE);
  }

  /**
   * Stops sending the rest of a large body: the other side has answered, or is given up, and may
   * never read it.
   */
  void sendNoMore() {
    Slices writing = rest;
    if (writing != null) {
      rest = null;
      writing.giveUp();
    }
  }

  /** Gives the attempt up: its answer is not wanted and has not come to its end. */
  void giveUp() {
    sendNoMore();
    request.reset();
  }
}
