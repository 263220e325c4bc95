package dev.slipway.simulator.wire;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listener: collects each request, and has it answered on a virtual thread of its own. */
public final class HttpFront implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
  private static final int HEADERS = 64 * 1024;

  private final Vertx vertx;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Function<WireRequest, WireResponse> answer;

  private HttpFront(
      Vertx vertx, String host, int port, Function<WireRequest, WireResponse> answer) {
    this.vertx = vertx;
    this.answer = answer;
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(host)
            .setPort(port)
            .setMaxHeaderSize(HEADERS)
            .setMaxInitialLineLength(HEADERS)
            .setHandle100ContinueAutomatically(true);
    this.server = vertx.createHttpServer(options).requestHandler(this::collect);
  }

  /**
   * Listens.
   *
   * @param port 0 for any free one
   * @throws IllegalStateException when the port is taken
   */
  public static HttpFront start(String host, int port, Function<WireRequest, WireResponse> answer) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(2)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    HttpFront front = new HttpFront(vertx, host, port, answer);
    try {
      front.server.listen().toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      front.close();
      throw new IllegalStateException("Cannot listen on " + host + ":" + port, e.getCause());
    }
    return front;
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  private void collect(HttpServerRequest request) {
    request
        .body()
        .onSuccess(body -> threads.execute(() -> respond(request, body)))
        .onFailure(gone -> LOG.debug("A client went away in the middle of its request", gone));
  }

  private void respond(HttpServerRequest request, Buffer body) {
    WireResponse response;
    try {
      response = answer.apply(plain(request, body));
    } catch (DroppedConnection dropped) {
      request.connection().close();
      return;
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", request.method(), request.path(), e);
      response = WireResponse.of(500, "text/plain", "The simulator failed; its log says why.\n");
    }
    try {
      send(request, response);
    } catch (RuntimeException e) {
      LOG.debug("{} {} was not told to its end", request.method(), request.path(), e);
      request.connection().close();
    }
  }

  private static WireRequest plain(HttpServerRequest request, Buffer body) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : request.headers()) {
      headers.merge(
          header.getKey().toLowerCase(Locale.ROOT), header.getValue(), (a, b) -> a + "," + b);
    }
    String query = request.query();
    String path = request.path();
    return new WireRequest(
        request.method().name(),
        path == null ? "/" : path,
        query == null ? "" : query,
        headers,
        body.getBytes());
  }

  private static void send(HttpServerRequest request, WireResponse response) {
    var out = request.response();
    BodyParts parts = response.parts();
    if (out.closed() || out.ended()) {
      if (parts != null) {
        parts.discard();
      }
      return;
    }
    out.setStatusCode(response.status());
    response.headers().forEach(out::putHeader);
    boolean last = isLast(request);
    if (last) {
      out.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    boolean head = request.method().name().equals("HEAD");
    Future<Void> told;
    if (parts != null) {
      out.setChunked(true);
      // A part that cannot be written ends it: the client has gone away.
      parts.write(
          part -> out.write(Buffer.buffer(part)).toCompletionStage().toCompletableFuture().join());
      told = out.end();
    } else if (head || response.status() == 204) {
      told = out.end();
    } else {
      out.putHeader("Content-Length", String.valueOf(response.body().length));
      told = out.end(Buffer.buffer(response.body()));
    }
    if (last) {
      var _ = told.onComplete(_ -> request.connection().close());
    }
  }

  /** Whether it asks for the connection's end, by one of several tokens too (RFC 9112, 9.6). */
  private static boolean isLast(HttpServerRequest request) {
    return request.headers().getAll(HttpHeaders.CONNECTION).stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .anyMatch(token -> token.strip().equalsIgnoreCase("close"));
  }

  /** Stops listening, lets requests in flight end for a moment, and frees everything. */
  @Override
  public void close() {
    await(server.shutdown(Duration.ofSeconds(1)).toCompletionStage().toCompletableFuture());
    threads.shutdownNow();
    await(vertx.close().toCompletionStage().toCompletableFuture());
  }

  private static void await(CompletableFuture<?> done) {
    try {
      done.get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("The listener did not close cleanly", e);
    }
  }
}
