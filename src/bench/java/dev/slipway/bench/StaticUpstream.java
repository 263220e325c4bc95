package dev.slipway.bench;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Path;

/**
 * In SageMaker's place: every prediction gets the same small answer, those that ask for a large one
 * 25 MB once their body is read, and everything else goes on to the simulator.
 */
final class StaticUpstream implements AutoCloseable {

  static final String ANSWER = "{\"predictions\":[{\"score\":0.5}]}";
  static final String VARIANT = "x-amzn-invoked-production-variant";

  /** Custom attributes with this word ask for a large answer. */
  static final String LARGE = "large";

  static final int LARGE_BYTES = 25_000_000;
  static final String ATTRIBUTES = "x-amzn-sagemaker-custom-attributes";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient(new HttpClientOptions());
  private final URI simulator;
  private final Path large;
  private final HttpServer server;

  /**
   * @param directory where the large answer is kept
   */
  StaticUpstream(URI simulator, Path directory) throws IOException {
    this.simulator = simulator;
    this.large = directory.resolve("large.bin");
    try (var file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(LARGE_BYTES);
    }
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  private void answer(HttpServerRequest request) {
    if (LARGE.equals(request.getHeader(ATTRIBUTES))) {
      request.endHandler(_ -> {
        var _ = request.response().putHeader(VARIANT, "AllTraffic").sendFile(large.toString());
      });
      request.resume();
    } else if (String.valueOf(request.path()).startsWith("/endpoints/")) {
      request.endHandler(_ -> {
        var _ =
            request
                .response()
                .putHeader("content-type", "application/json")
                .putHeader(VARIANT, "AllTraffic")
                .end(ANSWER);
      });
      request.resume();
    } else {
      passOn(request);
    }
  }

  private void passOn(HttpServerRequest request) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(request.headers());
    headers.remove(HttpHeaders.CONTENT_LENGTH).remove(HttpHeaders.TRANSFER_ENCODING);
    var asked =
        new RequestOptions()
            .setMethod(request.method())
            .setHost(simulator.getHost())
            .setPort(simulator.getPort())
            .setURI(request.uri())
            .setHeaders(headers);
    request
        .body()
        .compose(body -> client.request(asked).compose(onward -> onward.send(body)))
        .compose(answer -> {
          var response = request.response().setStatusCode(answer.statusCode());
          response.headers().addAll(answer.headers()).remove(HttpHeaders.TRANSFER_ENCODING);
          return answer.body().compose(response::end);
        })
        .onFailure(failure -> {
          var _ = request.response().setStatusCode(502).end(Buffer.buffer(String.valueOf(failure)));
        });
  }

  @Override
  public void close() {
    var _ = vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
