package dev.slipway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/**
 * Reads an answer that nobody wants to its end, so that its connection can be used again. One that
 * is too long for that is broken off, which costs the connection.
 */
final class Discard {

  /** To read more would cost more than another connection does. */
  static final int MOST = 1024 * 1024;

  private final HttpClientResponse from;
  private final Promise<Void> over = Promise.promise();
  private long read;

  private Discard(HttpClientResponse from) {
    this.from = from;
  }

  /** Begins to read; complete at the answer's end, whatever that is. */
  static Future<Void> begin(HttpClientResponse from) {
    return new Discard(from).begin();
  }

  private Future<Void> begin() {
    from.handler(this::part)
        // Also told of an answer that is broken off here: nothing is wrong, whoever does it.
        .exceptionHandler(_ -> over.tryComplete())
        .endHandler(_ -> over.tryComplete());
    if (ContentLength.of(from.headers()) > MOST) {
      from.request().reset();
    }
    return over.future();
  }

  private void part(Buffer part) {
    read += part.length();
    if (read > MOST) {
      from.request().reset();
    }
  }
}
