package dev.slipway.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/** One sending of a prediction to SageMaker, over a connection that is its own meanwhile. */
final class Attempt {

  /**
   * A kept connection that was closed already falls within a round trip. Later a model may have
   * worked on the request.
   */
  private static final long AT_ONCE = 100_000_000;

  private final HttpClientRequest request;
  private final boolean reused;
  private final long sentAt;

  /** What sends a large body; null when it is known that all is sent. */
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

  /** A slow reader of the answer would hold on to a body that is sent already. */
  void letGoOfWhatIsSent() {
    if (rest != null && rest.isSent()) {
      rest = null;
    }
  }

  /** Whether no model can have seen what was sent, of one that was lost. */
  boolean isUnseen(long now) {
    Slices writing = rest;
    return (writing != null && !writing.isSent()) || (reused && now - sentAt < AT_ONCE);
  }

  /** Whoever has answered, or is given up, may never read what is left of a large body. */
  void sendNoMore() {
    Slices writing = rest;
    if (writing != null) {
      rest = null;
      writing.giveUp();
    }
  }

  /** Its answer is not wanted, but did not come to its end. */
  void giveUp() {
    sendNoMore();
    request.reset();
  }
}
