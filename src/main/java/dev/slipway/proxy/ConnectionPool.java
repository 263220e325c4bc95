package dev.slipway.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one event loop to one address of SageMaker Runtime. Each carries one
 * prediction at a time. The one that was used last is used next, so that no more are kept than are
 * needed. Vert.x has a pool of its own, but looks for it, and through it, anew for every request.
 */
final class ConnectionPool {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

  private final ContextInternal loop;
  private final HttpClientAgent client;
  private final HttpConnectOptions address;
  private final int most;
  private final int longestLine;

  /** Those that nobody uses; the one that was used last is last. */
  private final Deque<PooledConnection> idle = new ArrayDeque<>();

  private final Queue<Borrower> line = new ArrayDeque<>();
  private int open;

  /** How many were given back, but are not to be lent yet. */
  private int settling;

  /** Who wants a connection. It is told one of these three once. */
  interface Borrower {

    /** Has it, until it is given back or given up. */
    void lent(PooledConnection connection);

    /** No connection could be opened. */
    void notConnected(Throwable why);

    /** Too many wait already. */
    void crowdedOut();

    /** Whether it does not want one any more. */
    boolean isOver();
  }

  /**
   * @param loop the event loop's
   * @param base where to connect to; its path does not matter
   * @param most connections that are open at one time
   * @param longestLine how many may wait for one
   */
  ConnectionPool(Context loop, HttpClientAgent client, URI base, int most, int longestLine) {
    this.loop = (ContextInternal) loop;
    this.client = client;
    this.most = most;
    this.longestLine = longestLine;
    address =
        new HttpConnectOptions()
            .setHost(base.getHost())
            .setPort(Sign.port(base))
            .setSsl(Sign.isTls(base));
  }

  /** Lends a connection, at once or when one is free or open. */
  void lend(Borrower borrower) {
    PooledConnection kept = idle.pollLast();
    if (kept != null) {
      kept.wanted();
      borrower.lent(kept);
    } else if (settling > line.size()) {
      line.add(borrower);
    } else if (open < most) {
      connect(borrower);
    } else if (hasRoom()) {
      line.add(borrower);
    } else {
      borrower.crowdedOut();
    }
  }

  /** Closes what was idle for that long, in nanoseconds, at that monotonic moment. */
  void closeIdle(long now, long longest) {
    while (!idle.isEmpty() && now - idle.getFirst().idleSince() > longest) {
      idle.removeFirst().giveUp();
    }
  }

  /** Whether nothing is open and nobody waits. */
  boolean isEmpty() {
    return open == 0 && line.isEmpty();
  }

  /** The connection will be free soon. */
  void settles() {
    settling++;
  }

  /** It will not be. */
  void settlesNoMore() {
    settling--;
  }

  /** The connection is free for the next. */
  void settled(PooledConnection connection) {
    settling--;
    Borrower next = next();
    if (next == null) {
      connection.kept();
      idle.addLast(connection);
    } else {
      next.lent(connection);
    }
  }

  /** The connection is closed, or will be soon. */
  void gone(PooledConnection connection) {
    open--;
    idle.remove(connection);
    openForLine();
  }

  private boolean hasRoom() {
    if (line.size() >= longestLine) {
      line.removeIf(Borrower::isOver);
    }
    return line.size() < longestLine;
  }

  private @Nullable Borrower next() {
    Borrower next = line.poll();
    while (next != null && next.isOver()) {
      next = line.poll();
    }
    return next;
  }

  private void openForLine() {
    while (open < most) {
      Borrower next = next();
      if (next == null) {
        return;
      }
      connect(next);
    }
  }

  private void connect(Borrower borrower) {
    open++;
    opening()
        .onComplete((made, failure) -> {
          if (failure == null) {
            borrower.lent(pooled(made));
          } else {
            open--;
            borrower.notConnected(failure);
            openForLine();
          }
        });
  }

  /** Fails later where it fails at once, as at the end: whoever is told may ask again. */
  private Future<HttpClientConnection> opening() {
    try {
      return client.connect(address);
    } catch (RuntimeException e) {
      Promise<HttpClientConnection> opening = Promise.promise();
      loop.runOnContext(_ -> opening.fail(e));
      return opening.future();
    }
  }

  /**
   * Whoever's prediction fails by a broken connection to SageMaker is told so, and {@link
   * LogFailures} logs it. Vert.x would log an error beside it for each, without bound.
   */
  private PooledConnection pooled(HttpClientConnection made) {
    made.exceptionHandler(failure -> LOG.debug("A connection to SageMaker broke", failure));
    var connection = new PooledConnection(this, made, loop);
    made.closeHandler(_ -> connection.closed());
    if (made instanceof UnpooledHttpClientConnection own) {
      // Told as soon as the closing begins, and wherever that is found.
      own.unwrap().evictionHandler(_ -> loop.emit(connection, PooledConnection::closed));
      if (own.unwrap() instanceof ConnectionBase base) {
        watchReads(connection, base.channel().pipeline());
      }
    }
    return connection;
  }

  /** Between TLS, which may say something at any time, and HTTP. */
  private static void watchReads(PooledConnection connection, ChannelPipeline pipeline) {
    ChannelHandlerContext http = pipeline.context(HttpClientCodec.class);
    if (http != null) {
      pipeline.addBefore(http.name(), null, new WatchReads(connection));
    }
  }
}
