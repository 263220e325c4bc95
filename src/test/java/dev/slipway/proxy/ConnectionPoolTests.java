package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
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
import java.util.Set;
import java.util.concurrent.BlockingQueue;
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
  private final TestLoop loop = new TestLoop(vertx.getOrCreateContext());
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

    loop.run(() -> pool.closeIdle(NOW + LONGEST_IDLE, LONGEST_IDLE));
    assertThat(lent().connection()).isSameAs(old);
    answered(old, "/");
    loop.run(() -> pool.closeIdle(NOW + LONGEST_IDLE + 1, LONGEST_IDLE));

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
    over.leave();
    Borrowed waiting = lend();

    answered(first, "/");

    assertThat(waiting.connection()).isSameAs(first);
    assertThat(over.isTold()).isFalse();
  }

  @Test
  void aConnectionThatIsGivenUpMakesWayForANewOne() throws Exception {
    PooledConnection first = lent().connection();
    lent();
    Borrowed waiting = lend();

    loop.run(() -> {
      first.giveUp();
      first.giveUp();
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

    loop.run(() -> {
      first.giveBackUnused(NOW);
      pool.lend(next);
    });

    assertThat(next.connection()).isSameAs(first);
  }

  @Test
  void aConnectionThatFallsWhileItIsGivenBackIsReplaced() throws Exception {
    PooledConnection first = lent().connection();
    var next = new Borrowed();

    loop.run(() -> {
      first.giveBackUnused(NOW);
      pool.lend(next);
      first.giveUp();
    });

    assertThat(next.connection()).isNotSameAs(first);
    assertThat(lent().connection()).isNotSameAs(first);
  }

  @Test
  void aConnectionThatNobodyWantedMayBeClosedLikeOneThatWasUsed() throws Exception {
    PooledConnection first = lent().connection();
    assertThat(first.wasUsed()).isFalse();

    loop.run(() -> first.giveBackUnused(NOW));

    assertThat(lent().connection()).isSameAs(first);
    assertThat(first.wasUsed()).isTrue();
  }

  @Test
  void whoeverAsksWhileTheClientIsClosedIsToldAndTakesNoPlace() throws Exception {
    HttpClientAgent client = vertx.createHttpClient();
    pool = new ConnectionPool(loop.context(), client, address(server.actualPort()), 1, 2_000);
    PooledConnection first = lent().connection();
    List<Borrowed> waiting = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      waiting.add(lend());
    }

    client.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);

    for (Borrowed each : waiting) {
      assertThat(each.outcome()).isInstanceOf(IllegalStateException.class);
    }
    assertThat(lend().outcome()).isInstanceOf(IllegalStateException.class);
    assertThat(first.isGone()).isTrue();
    assertThat(loop.call(pool::isEmpty)).isTrue();
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
    assertThat(loop.call(pool::isEmpty)).isTrue();
  }

  @Test
  void whoeverIsOverBeforeAConnectionCannotBeOpenedTakesNoPlace() throws Exception {
    HttpClientAgent client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(300));
    try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var _ = new Socket(full.getInetAddress(), full.getLocalPort());
        var _ = new Socket(full.getInetAddress(), full.getLocalPort())) {
      pool = new ConnectionPool(loop.context(), client, address(full.getLocalPort()), 1, 1);
      Borrowed over = lend();
      over.leave();
      Borrowed waiting = lend();

      assertThat(over.outcome()).isInstanceOf(ConnectTimeoutException.class);
      assertThat(waiting.outcome()).isInstanceOf(ConnectTimeoutException.class);
      assertThat(loop.call(pool::isEmpty)).isTrue();
    }
  }

  @Test
  void whoeverReadsNothingDoesNotKeepAConnectionThatIsGivenUp() throws Exception {
    try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      pool = pool(deaf.getLocalPort(), 1, 1);
      PooledConnection connection = lent().connection();
      HttpClientRequest request = loop.await(() -> connection.post("/"));
      var closed = new CompletableFuture<Boolean>();
      loop.run(() -> {
        request.connection().closeHandler(_ -> closed.complete(true));
        Slices.write(request, Buffer.buffer(new byte[20_000_000]));
        request.reset();
        connection.giveUp();
      });
      assertThat(closed.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private ConnectionPool pool(int port, int most, int longestLine) {
    return new ConnectionPool(
        loop.context(), vertx.createHttpClient(), address(port), most, longestLine);
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
    return Borrowed.from(pool, loop);
  }

  /** Asks on it and gives it back when the answer has ended. */
  private void answered(PooledConnection connection, String path) throws Exception {
    HttpClientRequest request = loop.await(() -> connection.post(path));
    HttpClientResponse head =
        loop.await(() -> request.send().compose(answer -> answer.body().map(answer)));
    loop.run(() -> connection.giveBack(head, NOW));
  }
}
