package dev.slipway.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import org.jspecify.annotations.Nullable;

/** Writes a large body piece by piece, as fast as the connection takes it. */
final class Slices {

  private static final int SIZE = 64 * 1024;

  private final HttpClientRequest request;
  private final Buffer body;
  private int written;
  private boolean sent;

  private Slices(HttpClientRequest request, Buffer body) {
    this.request = request;
    this.body = body;
  }

  /**
   * Writes a body and ends the request; what goes wrong is told by the request's response.
   *
   * @return what goes on writing; null when all is written
   */
  static @Nullable Slices write(HttpClientRequest request, Buffer body) {
    if (body.length() <= SIZE) {
      request.end(body);
      return null;
    }
    var slices = new Slices(request, body);
    request.exceptionHandler(_ -> {}).drainHandler(_ -> slices.next());
    slices.next();
    return slices;
  }

  /** Whether the connection has taken all of it. */
  boolean isSent() {
    return sent;
  }

  private void next() {
    while (written < body.length()) {
      if (request.writeQueueFull()) {
        return;
      }
      int end = Math.min(written + SIZE, body.length());
      Buffer slice = body.slice(written, end);
      written = end;
      if (end == body.length()) {
        // The request lives as long as its answer, which a slow reader makes long.
        request.drainHandler(null);
        request.end(slice).onSuccess(_ -> sent = true);
      } else {
        request.write(slice);
      }
    }
  }
}
