package dev.slipway.bench;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;

/**
 * The least that a proxy of the JVM does: it reads a body and passes it on, and the answer
 * likewise, with the same libraries and as many event loops as Slipway, and asks nobody who they
 * are. What Slipway takes beyond it is Slipway's own work.
 */
final class PlainHop extends VerticleBase {

  private final int port;
  private final URI upstream;

  private PlainHop(int port, URI upstream) {
    this.port = port;
    this.upstream = upstream;
  }

  /** Serves until it is ended; its arguments are its port and the upstream's address. */
  static void main(String[] arguments) {
    int port = Integer.parseInt(arguments[0]);
    URI upstream = URI.create(arguments[1]);
    int loops = Runtime.getRuntime().availableProcessors();
    var _ =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops))
            .deployVerticle(
                () -> new PlainHop(port, upstream), new DeploymentOptions().setInstances(loops))
            .onFailure(failure -> {
              throw new IllegalStateException(failure);
            });
  }

  @Override
  public Future<?> start() {
    HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(64));
    return vertx
        .createHttpServer()
        .requestHandler(request -> {
          var _ = request.body().compose(body -> passOn(client, request, body));
        })
        .listen(port, "127.0.0.1");
  }

  private Future<Void> passOn(HttpClient client, HttpServerRequest request, Buffer body) {
    var onward =
        new RequestOptions()
            .setMethod(request.method())
            .setHost(upstream.getHost())
            .setPort(upstream.getPort())
            .setURI(request.uri())
            .putHeader("content-type", "application/json");
    return client
        .request(onward)
        .compose(asked -> asked.send(body))
        .compose(answer -> giveBack(answer, request));
  }

  private static Future<Void> giveBack(HttpClientResponse answer, HttpServerRequest request) {
    var response = request.response().setStatusCode(answer.statusCode());
    response.headers().addAll(answer.headers()).remove(HttpHeaders.TRANSFER_ENCODING);
    return answer.body().compose(response::end);
  }
}
