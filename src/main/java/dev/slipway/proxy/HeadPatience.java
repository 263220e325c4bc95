package dev.slipway.proxy;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ends connections on which no request comes. Only a whole request head counts here: a head that
 * trickles in byte by byte would make a connection look busy for as long as its sender likes. Lives
 * on one event loop; moments are monotonic nanoseconds.
 */
final class HeadPatience {

  private final long nanos;
  private final Map<HttpConnection, Caller> callers = new HashMap<>();

  /**
   * @param patience for the first head, and after each answer for the next one
   */
  HeadPatience(Duration patience) {
    nanos = patience.toNanos();
  }

  private static final class Caller {

    private int unanswered;
    private long waitsSince;

    Caller(long now) {
      waitsSince = now;
    }
  }

  void connected(HttpConnection connection, long now) {
    callers.put(connection, new Caller(now));
  }

  void closed(HttpConnection connection) {
    callers.remove(connection);
  }

  /** A head is complete. */
  void asked(HttpConnection connection) {
    Caller caller = callers.get(connection);
    if (caller != null) {
      caller.unanswered++;
    }
  }

  /** The request is over. */
  void answered(HttpConnection connection, long now) {
    Caller caller = callers.get(connection);
    if (caller != null) {
      caller.unanswered--;
      caller.waitsSince = now;
    }
  }

  /** The connections whose time is over. The caller closes them. */
  List<HttpConnection> overdue(long now) {
    return callers.entrySet().stream()
        .filter(each -> each.getValue().unanswered == 0)
        .filter(each -> now - each.getValue().waitsSince > nanos)
        .map(Map.Entry::getKey)
        .toList();
  }
}
