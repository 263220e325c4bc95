package dev.slipway.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Sends requests at their appointed times, whether or not earlier ones were answered. A request's
 * latency counts from its appointed time, so a server that stalls cannot hide it. Bounded: what
 * would have more than so many requests outstanding is not sent, and counted.
 */
final class OpenLoop implements AutoCloseable {

  private static final int MOST_OUTSTANDING = 4_000;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client;
  private final URI server;
  private final AtomicLong outstanding = new AtomicLong();
  private volatile Tally tally = new Tally();

  OpenLoop(URI server) {
    this.server = server;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true).setConnectTimeout(5_000),
            new PoolOptions().setHttp1MaxSize(128).setMaxWaitQueueSize(MOST_OUTSTANDING));
  }

  /**
   * Sends for so long; blocks until the last one is sent.
   *
   * @param path of the n-th request
   */
  void run(
      int perSecond,
      Duration time,
      LongFunction<String> path,
      Map<String, String> headers,
      Buffer body) {
    long count = perSecond * time.toSeconds();
    long began = System.nanoTime();
    for (long n = 0; n < count; n++) {
      long due = began + n * 1_000_000_000L / perSecond;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      if (outstanding.get() >= MOST_OUTSTANDING) {
        tally.notSent();
      } else {
        send(path.apply(n), headers, body, due);
      }
    }
  }

  /** What happened since this was last asked. */
  Tally take() {
    Tally taken = tally;
    tally = new Tally();
    return taken;
  }

  private void send(String path, Map<String, String> headers, Buffer body, long due) {
    outstanding.incrementAndGet();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(server.getHost())
            .setPort(server.getPort())
            .setURI(path)
            .setTimeout(30_000);
    headers.forEach(options::addHeader);
    var _ =
        client
            .request(options)
            .compose(request -> request.send(body))
            .compose(response -> response.body().map(_ -> response.statusCode()))
            .onComplete(answer -> {
              outstanding.decrementAndGet();
              tally.answered(answer.succeeded() ? answer.result() : 0, System.nanoTime() - due);
            });
  }

  @Override
  public void close() {
    var _ = vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
