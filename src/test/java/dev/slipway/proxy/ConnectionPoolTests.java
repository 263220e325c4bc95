package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Before a real server; all that touches the pool runs on its event loop, as in the proxy. */
class ConnectionPoolTests {

  private static final long NOW = 1_000_000_000_000L;
  private static final long LONGEST_IDLE = Duration.ofSeconds(30).toNanos();

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Set<Object> open = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Object> closed = new LinkedBlockingQueue<>();
  private HttpServer server;
  private ConnectionPool pool;

  @BeforeEach
  void begin() throws Exception {
    server =
        vertx
            // With HTTP/2 it would not know of a connection before its first request.
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .connectionHandler(connection -> {
              open.add(connection);
              connection.closeHandler(_ -> {
                open.remove(connection);
                closed.add(connection);
              });
            })
            .requestHandler(request -> {
              if ("/last".equals(request.path())) {
                request.response().putHeader("Connection", request.query());
              }
              request.response().end("well");
            })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    pool = pool(server.actualPort(), 2, 1);
  }

  @AfterEach
  void end() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void theConnectionThatWasUsedLastIsUsedNext() throws Exception {
    PooledConnection first = lent().connection();
    PooledConnection second = lent().connection();
    answered(first, "/");
    answered(second, "/");

    assertThat(lent().connection()).isSameAs(second);
    assertThat(second.wasUsed()).isTrue();
    assertThat(lent().connection()).isSameAs(first);
    assertThat(open).hasSize(2);
  }

  @Test
  void whatIsIdleForTooLongIsClosedAndWhatIsUsedIsNot() throws Exception {
    PooledConnection old = lent().connection();
    PooledConnection busy = lent().connection();
    answered(old, "/");

    onLoop(() -> {
      pool.closeIdle(NOW + LONGEST_IDLE, LONGEST_IDLE);
      return null;
    });
    assertThat(lent().connection()).isSameAs(old);
    answered(old, "/");
    onLoop(() -> {
      pool.closeIdle(NOW + LONGEST_IDLE + 1, LONGEST_IDLE);
      return null;
    });

    assertThat(closed.poll(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(open).hasSize(1);
    answered(busy, "/");
    assertThat(lent().connection()).isSameAs(busy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "x-private,Close"})
  void aConnectionThatTheOtherSideClosesIsNotLentAgain(String said) throws Exception {
    PooledConnection last = lent().connection();
    answered(last, "/last?" + said);

    PooledConnection next = lent().connection();
    assertThat(next).isNotSameAs(last);
    assertThat(next.wasUsed()).isFalse();
  }

  @Test
  void whoWaitsGetsTheNextThatIsFreeAndWhoeverIsTooManyIsTold() throws Exception {
    PooledConnection first = lent().connection();
    lent();
    Borrowed waiting = lend();
    assertThat(lend().outcome()).isEqualTo("crowded out");

    answered(first, "/");

    assertThat(waiting.connection()).isSameAs(first);
  }

  @Test
  void whoeverIsOverLeavesRoomInTheLine() throws Exception {
    PooledConnection first = lent().connection();
    lent();
    Borrowed over = lend();
    over.over = true;
    Borrowed waiting = lend();

    answered(first, "/");

    assertThat(waiting.connection()).isSameAs(first);
    assertThat(over.told).isNotDone();
  }

  @Test
  void aConnectionThatIsGivenUpMakesWayForANewOne() throws Exception {
    PooledConnection first = lent().connection();
    lent();
    Borrowed waiting = lend();

    onLoop(() -> {
      first.giveUp();
      first.giveUp();
      return null;
    });

    assertThat(waiting.connection()).isNotSameAs(first);
    assertThat(closed.poll(10, TimeUnit.SECONDS)).isNotNull();
    Borrowed next = lend();
    answered(waiting.connection(), "/");
    assertThat(next.connection()).isSameAs(waiting.connection());
  }

  @Test
  void whoeverAsksWhileAConnectionIsGivenBackGetsThatOne() throws Exception {
    PooledConnection first = lent().connection();
    var next = new Borrowed();

    onLoop(() -> {
      first.giveBackUnused(NOW);
      pool.lend(next);
      return null;
    });

    assertThat(next.connection()).isSameAs(first);
  }

  @Test
  void aConnectionThatFallsWhileItIsGivenBackIsReplaced() throws Exception {
    PooledConnection first = lent().connection();
    var next = new Borrowed();

    onLoop(() -> {
      first.giveBackUnused(NOW);
      pool.lend(next);
      first.giveUp();
      return null;
    });

    assertThat(next.connection()).isNotSameAs(first);
    assertThat(lent().connection()).isNotSameAs(first);
  }

  @Test
  void aConnectionThatNobodyWantedMayBeClosedLikeOneThatWasUsed() throws Exception {
    PooledConnection first = lent().connection();
    assertThat(first.wasUsed()).isFalse();

    onLoop(() -> {
      first.giveBackUnused(NOW);
      return null;
    });

    assertThat(lent().connection()).isSameAs(first);
    assertThat(first.wasUsed()).isTrue();
  }

  @Test
  void whoeverAsksWhileTheClientIsClosedIsToldAndTakesNoPlace() throws Exception {
    HttpClientAgent client = vertx.createHttpClient();
    pool = new ConnectionPool(loop, client, address(server.actualPort()), 1, 2_000);
    PooledConnection first = lent().connection();
    List<Borrowed> waiting = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      waiting.add(lend());
    }

    await(client.close());

    for (Borrowed each : waiting) {
      assertThat(each.outcome()).isInstanceOf(IllegalStateException.class);
    }
    assertThat(lend().outcome()).isInstanceOf(IllegalStateException.class);
    assertThat(first.isGone()).isTrue();
    assertThat(onLoop(pool::isEmpty)).isTrue();
  }

  @Test
  void whatCannotBeOpenedTakesNoPlace() throws Exception {
    int nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    pool = pool(nobody, 1, 1);

    for (int i = 0; i < 3; i++) {
      assertThat(lend().outcome()).isInstanceOf(ConnectException.class);
    }
    assertThat(onLoop(pool::isEmpty)).isTrue();
  }

  @Test
  void whoeverIsOverBeforeAConnectionCannotBeOpenedTakesNoPlace() throws Exception {
    HttpClientAgent client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(300));
    try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var _ = new Socket(full.getInetAddress(), full.getLocalPort());
        var _ = new Socket(full.getInetAddress(), full.getLocalPort())) {
      pool = new ConnectionPool(loop, client, address(full.getLocalPort()), 1, 1);
      Borrowed over = lend();
      over.over = true;
      Borrowed waiting = lend();

      assertThat(over.outcome()).isInstanceOf(ConnectTimeoutException.class);
      assertThat(waiting.outcome()).isInstanceOf(ConnectTimeoutException.class);
      assertThat(onLoop(pool::isEmpty)).isTrue();
    }
  }

  @Test
  void whoeverReadsNothingDoesNotKeepAConnectionThatIsGivenUp() throws Exception {
    try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      pool = pool(deaf.getLocalPort(), 1, 1);
      PooledConnection connection = lent().connection();
      HttpClientRequest request = await(onLoop(() -> connection.post("/")));
      var closed = new CompletableFuture<Boolean>();
      onLoop(() -> {
        var attempt = new Attempt(connection, request, NOW);
        request.connection().closeHandler(_ -> closed.complete(attempt.isSending()));
        attempt.send(new Body(Buffer.buffer(new byte[20_000_000]), ""));
        attempt.giveUp();
        return null;
      });
      assertThat(closed.get(10, TimeUnit.SECONDS)).isFalse();
    }
  }

  private ConnectionPool pool(int port, int most, int longestLine) {
    return new ConnectionPool(loop, vertx.createHttpClient(), address(port), most, longestLine);
  }

  private static URI address(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** One that was lent. */
  private Borrowed lent() throws Exception {
    Borrowed borrowed = lend();
    borrowed.connection();
    return borrowed;
  }

  private Borrowed lend() throws Exception {
    var borrowed = new Borrowed();
    onLoop(() -> {
      pool.lend(borrowed);
      return null;
    });
    return borrowed;
  }

  /** Asks on it and gives it back when the answer has ended. */
  private void answered(PooledConnection connection, String path) throws Exception {
    HttpClientRequest request = await(onLoop(() -> connection.post(path)));
    HttpClientResponse head =
        await(onLoop(() -> request.send().compose(answer -> answer.body().map(answer))));
    onLoop(() -> {
      connection.giveBack(head, NOW);
      return null;
    });
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private <T> T onLoop(Callable<T> act) throws Exception {
    var done = new CompletableFuture<T>();
    loop.runOnContext(_ -> {
      try {
        done.complete(act.call());
      } catch (Exception e) {
        done.completeExceptionally(e);
      }
    });
    return done.get(10, TimeUnit.SECONDS);
  }

  private static final class Borrowed implements ConnectionPool.Borrower {

    final CompletableFuture<Object> told = new CompletableFuture<>();
    volatile boolean over;

    /** The connection, a failure, or {@code crowded out}. */
    Object outcome() throws Exception {
      return Objects.requireNonNull(told.get(10, TimeUnit.SECONDS));
    }

    PooledConnection connection() throws Exception {
      return (PooledConnection) outcome();
    }

    @Override
    public void lent(PooledConnection connection) {
      told.complete(connection);
    }

    @Override
    public void notConnected(Throwable why) {
      told.complete(why);
    }

    @Override
    public void crowdedOut() {
      told.complete("crowded out");
    }

    @Override
    public boolean isOver() {
      return over;
    }
  }
}
