package dev.slipway.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * A connection of a {@link ConnectionPool}. Whoever borrows it gives it back once the answer has
 * come to its end, or gives it up.
 */
final class PooledConnection {

  private final ConnectionPool pool;
  private final HttpClientConnection connection;
  private boolean used;
  private boolean idle;
  private boolean gone;
  private long idleSince;

  PooledConnection(ConnectionPool pool, HttpClientConnection connection) {
    this.pool = pool;
    this.connection = connection;
  }

  /**
   * Whether something was sent on it before, or it was idle: then SageMaker may close it while a
   * request is on its way, because it was idle for too long.
   */
  boolean wasUsed() {
    return used;
  }

  /** A request on it; fails when it was closed. */
  Future<HttpClientRequest> post(String path) {
    return connection.request(new RequestOptions().setMethod(HttpMethod.POST).setURI(path));
  }

  /**
   * The answer has come to its end, and all of the request was sent.
   *
   * @param answer its head, which says whether the other side takes another request
   * @param now the monotonic moment
   */
  void giveBack(HttpClientResponse answer, long now) {
    if (isLast(answer)) {
      giveUp();
    } else {
      used = true;
      giveBackUnused(now);
    }
  }

  /** Nothing was sent on it. */
  void giveBackUnused(long now) {
    if (!gone) {
      idleSince = now;
      pool.free(this);
    }
  }

  /** Closes it at once: what comes on it is not wanted, or nothing will. */
  void giveUp() {
    var _ = connection.close();
    // That waits until the other side has taken what is on its way, which it may never do.
    if (connection instanceof UnpooledHttpClientConnection own
        && own.unwrap() instanceof ConnectionBase base) {
      var _ = base.channelHandlerContext().close();
    }
    closed();
  }

  /** Nobody wants it now; it waits for the next. */
  void kept() {
    used = true;
    idle = true;
  }

  /** It is lent again. */
  void wanted() {
    idle = false;
  }

  /** Whether nobody uses it. */
  boolean isIdle() {
    return idle;
  }

  /** Whether it is closed, or will be soon. */
  boolean isGone() {
    return gone;
  }

  /** It is closed, by whichever side. */
  void closed() {
    if (!gone) {
      gone = true;
      pool.gone(this);
    }
  }

  /** Since when nobody uses it, as a monotonic moment. */
  long idleSince() {
    return idleSince;
  }

  /** RFC 9112, 9.3: a connection persists unless one says otherwise, and with HTTP/1.0 if so. */
  private static boolean isLast(HttpClientResponse answer) {
    return says(answer, "close")
        || (answer.version() == HttpVersion.HTTP_1_0 && !says(answer, "keep-alive"));
  }

  private static boolean says(HttpClientResponse answer, String option) {
    for (String said : answer.headers().getAll(HttpHeaders.CONNECTION)) {
      for (String each : said.split(",", -1)) {
        if (option.equalsIgnoreCase(each.strip())) {
          return true;
        }
      }
    }
    return false;
  }
}
