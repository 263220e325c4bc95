package dev.slipway.proxy;

import io.vertx.core.Context;
import io.vertx.core.http.HttpClientAgent;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The connections of one event loop to SageMaker Runtime, one pool for each address. */
final class ConnectionPools {

  /** SageMaker closes idle connections after about a minute; ours go first. */
  static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

  private final Context loop;
  private final HttpClientAgent client;
  private final int most;
  private final int longestLine;
  private final Map<URI, ConnectionPool> pools = new HashMap<>();

  /**
   * @param loop the event loop's
   * @param most connections to one address that are open at one time
   * @param longestLine how many predictions may wait for one
   */
  ConnectionPools(Context loop, HttpClientAgent client, int most, int longestLine) {
    this.loop = loop;
    this.client = client;
    this.most = most;
    this.longestLine = longestLine;
  }

  /** The pool of an address. */
  ConnectionPool to(URI base) {
    ConnectionPool known = pools.get(base);
    if (known == null) {
      known = new ConnectionPool(loop, client, base, most, longestLine);
      pools.put(base, known);
    }
    return known;
  }

  /** Closes what is idle for too long at that monotonic moment; to be called twice a second. */
  void closeIdle(long now) {
    pools.values().forEach(pool -> pool.closeIdle(now, LONGEST_IDLE.toNanos()));
    pools.values().removeIf(ConnectionPool::isEmpty);
  }
}
