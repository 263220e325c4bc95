package dev.slipway.proxy;

import io.vertx.core.Context;
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
import java.util.List;
import java.util.stream.Stream;

/**
 * A connection of a {@link ConnectionPool}. Whoever borrows it gives it back once the answer has
 * come to its end, or gives it up.
 */
final class PooledConnection {

  private final ConnectionPool pool;
  private final HttpClientConnection connection;
  private final Context loop;
  private boolean used;
  private boolean reading;
  private boolean settling;
  private boolean idle;
  private boolean gone;
  private long idleSince;

  /**
   * @param loop the event loop's
   */
  PooledConnection(ConnectionPool pool, HttpClientConnection connection, Context loop) {
    this.pool = pool;
    this.connection = connection;
    this.loop = loop;
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

  /**
   * Nothing was sent on it, or the answer has ended. It is free for the next once all that has come
   * on it by now is read: if anything follows the answer, that ends the connection, but had the
   * next request begun, it would be taken for its answer.
   */
  void giveBackUnused(long now) {
    if (gone) {
      return;
    }
    idleSince = now;
    settling = true;
    pool.settles();
    if (!reading) {
      loop.runOnContext(_ -> settle());
    }
  }

  /** Something has come on it, and is read now. */
  void reads() {
    reading = true;
  }

  /** All that has come is read. */
  void hasRead() {
    reading = false;
    settle();
  }

  private void settle() {
    if (settling) {
      settling = false;
      pool.settled(this);
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
      if (settling) {
        settling = false;
        pool.settlesNoMore();
      }
      pool.gone(this);
    }
  }

  /** Since when nobody uses it, as a monotonic moment. */
  long idleSince() {
    return idleSince;
  }

  /** RFC 9112, 9.3: a connection persists unless one says otherwise, and with HTTP/1.0 if so. */
  private static boolean isLast(HttpClientResponse answer) {
    List<String> said = answer.headers().getAll(HttpHeaders.CONNECTION);
    return contains(said, "close")
        || (answer.version() == HttpVersion.HTTP_1_0 && !contains(said, "keep-alive"));
  }

  private static boolean contains(List<String> lists, String option) {
    for (String list : lists) {
      if (list.equalsIgnoreCase(option) || (list.indexOf(',') >= 0 && isIn(list, option))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIn(String list, String option) {
    return Stream.of(list.split(",", -1)).anyMatch(each -> option.equalsIgnoreCase(each.strip()));
  }
}
