package dev.slipway.proxy;

import dev.slipway.access.DeniedAttempts;
import dev.slipway.access.FailedAttempts;
import dev.slipway.access.Principal;
import dev.slipway.access.SigningKey;
import dev.slipway.base.TrustedBalancers;
import dev.slipway.base.WallClock;
import dev.slipway.cloud.Clouds;
import dev.slipway.cloud.SigV4;
import dev.slipway.endpoint.Route;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The proxy before a rehearsed control plane; it reads its routes when it is told to as well. */
public final class RehearsedProxy implements AutoCloseable {

  private final HttpClient client = HttpClient.newHttpClient();
  private final KnownRoutes routes;
  private final Proxy proxy;

  public RehearsedProxy(Supplier<List<Route>> all, Clouds clouds) {
    this(all, clouds, _ -> Optional.empty());
  }

  /**
   * One that also knows access keys.
   *
   * @param keys those of the control plane
   */
  public RehearsedProxy(
      Supplier<List<Route>> all, Clouds clouds, Function<String, Optional<SigningKey>> keys) {
    routes = new KnownRoutes(all, Map::of, new KnownUpstreams(clouds));
    KnownCallers callers =
        new KnownCallers(
            _ -> Optional.of(new Principal("token:test")),
            _ -> false,
            Thread::startVirtualThread,
            Thread::startVirtualThread,
            WallClock.system());
    proxy =
        new Proxy(
            TestSettings.with(Map.of()),
            new Shared(
                callers,
                new KnownKeys(keys, Thread::startVirtualThread, WallClock.system()),
                new VerifySignature(RunningProxy.SIGNATURES, WallClock.system()),
                routes,
                new CallerLimits(),
                new ProxyMetrics(new SimpleMeterRegistry()),
                new Recorder(
                    _ -> {},
                    _ -> {},
                    new DepositCaptures(location -> clouds.at(location).deposits()),
                    new SimpleMeterRegistry()),
                new SigV4("sagemaker"),
                WallClock.system(),
                TrustedBalancers.of(List.of()),
                new FailedAttempts(30, WallClock.system()),
                new DeniedAttempts(WallClock.system())),
            _ -> {});
    proxy.start();
  }

  /** Where it listens. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + proxy.port());
  }

  /** Reads the routes now. */
  public void refresh() {
    routes.refresh();
  }

  /** What one prediction is answered with, such as {@code 200 v1}; otherwise the whole answer. */
  public String predict(String environment, String model) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + proxy.port() + "/predict/" + environment + "/" + model))
            .header("Authorization", "Bearer a-token-that-is-known")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"features\": [0.5, 1.2, 3.4, 0.8]}"))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? "200 " + answer.headers().firstValue("x-slipway-model-version").orElse("?")
          : answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    proxy.stop();
    client.close();
  }
}
