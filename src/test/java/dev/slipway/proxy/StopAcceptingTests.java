package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StopAcceptingTests {

  private static final int MANY = 100;
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  @Test
  void whoIsConnectedButNotAcceptedYetIsServedAndNobodyAfterThat() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      var acceptor = new CompletableFuture<Channel>();
      HttpServer server =
          done(
              vertx
                  .createHttpServer()
                  .connectionHandler(connection -> {
                    if (connection instanceof ConnectionBase base) {
                      acceptor.complete(base.channel().parent());
                    }
                  })
                  .requestHandler(request -> request.response().end("served"))
                  .listen(0, "127.0.0.1"));
      int port = server.actualPort();
      try (var first = new RawCaller(port)) {
        assertThat(first.write(REQUEST).readUntil("served")).endsWith("served");
        Channel found = acceptor.get(10, TimeUnit.SECONDS);
        var busy = new CountDownLatch(1);
        found.eventLoop().execute(() -> await(busy));
        List<RawCaller> waiting =
            Stream.generate(() -> new RawCaller(port).write(REQUEST)).limit(MANY).toList();

        Future<Void> closed = StopAccepting.on(found);
        assertThat(closed.isComplete()).isFalse();
        busy.countDown();
        for (RawCaller caller : waiting) {
          assertThat(caller.readUntil("served")).endsWith("served");
          caller.close();
        }
        done(closed);
        assertThat(found.isOpen()).isFalse();
        assertThatThrownBy(() -> new RawCaller(port)).isInstanceOf(UncheckedIOException.class);
        assertThat(first.write(REQUEST).readUntil("served")).as("goes on").endsWith("served");
        assertThat(StopAccepting.on(found).toCompletionStage().toCompletableFuture())
            .as("once more")
            .succeedsWithin(10, TimeUnit.SECONDS);
      }
    } finally {
      done(vertx.close());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
