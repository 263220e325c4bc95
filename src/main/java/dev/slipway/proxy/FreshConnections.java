package dev.slipway.proxy;

import io.vertx.core.http.HttpConnection;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells which connections to SageMaker nothing was sent on yet. SageMaker may close the other
 * connections while a request is on its way, because they were idle for too long. Lives on one
 * event loop.
 */
final class FreshConnections {

  private final Set<HttpConnection> unused = new HashSet<>();

  void opened(HttpConnection connection) {
    unused.add(connection);
    connection.closeHandler(_ -> unused.remove(connection));
  }

  /**
   * Notes that something is sent on a connection. Returns whether something was sent on it before.
   */
  boolean wasUsed(HttpConnection connection) {
    return unused.isEmpty() || !unused.remove(connection);
  }
}
