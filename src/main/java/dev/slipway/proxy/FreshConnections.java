package dev.slipway.proxy;

import io.vertx.core.http.HttpConnection;
import java.util.HashSet;
import java.util.Set;

/**
 * Connections to SageMaker that nothing was sent on yet. Of the others it is known that SageMaker
 * may close them while a request is on its way, since they were idle for too long. Lives on one
 * event loop.
 */
final class FreshConnections {

  private final Set<HttpConnection> unused = new HashSet<>();

  void opened(HttpConnection connection) {
    unused.add(connection);
    connection.closeHandler(_ -> unused.remove(connection));
  }

  /** Something is sent on it; whether that was so before. */
  boolean wasUsed(HttpConnection connection) {
    return unused.isEmpty() || !unused.remove(connection);
  }
}
