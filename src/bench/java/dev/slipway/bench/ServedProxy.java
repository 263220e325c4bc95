package dev.slipway.bench;

import dev.slipway.cloud.Upstream;
import dev.slipway.system.RunningSlipway;
import dev.slipway.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * Slipway as anyone runs it, in a process of its own before a database, with one endpoint in
 * service and one caller who may invoke it; SageMaker Runtime is where it is told.
 */
final class ServedProxy implements AutoCloseable {

  /** Its largest heap in megabytes, of which bodies may hold a quarter. */
  static final int HEAP = 512;

  private static final String ADMIN = "slipway_benchmark-token-0123456789abcdef";
  private static final Duration SERVICE = Duration.ofMinutes(3);

  private final RunningSlipway slipway;
  private final String endpoint;
  private final String token;
  private final Upstream.Keys keys;

  /**
   * Starts it; AWS and SageMaker Runtime are both at one address.
   *
   * @param home where it keeps its data
   */
  ServedProxy(Path home, URI aws) {
    slipway =
        RunningSlipway.start(
            home,
            ADMIN,
            List.of("-Xms" + HEAP + "m", "-Xmx" + HEAP + "m", "-XX:TieredStopAtLevel=4"),
            "--spring.datasource.url=" + TestPostgres.freshDatabase(),
            "--slipway.cloud=simulator",
            "--slipway.demo=false",
            "--slipway.simulator.url=" + aws,
            "--slipway.secrets.keys=" + Base64.getEncoder().encodeToString(new byte[32]),
            "--server.port=0",
            "--slipway.proxy.address=127.0.0.1",
            "--slipway.proxy.port=0");
    endpoint = deployed();
    limit();
    slipway.post(
        "/v1/service-accounts",
        """
        {"name": "shop", "grants": [{"role": "INVOKER", "environment": "prod"}]}
        """);
    token = made("tokens").path("token").asString();
    JsonNode key = made("access-keys");
    keys =
        new Upstream.Keys(
            key.path("access_key_id").asString(), key.path("secret_access_key").asString(), null);
  }

  private String deployed() {
    slipway.post(
        "/v1/environments",
        """
        {"name": "prod", "preset": "article", "profile": {
          "location": {"account_id": "123456789012", "region": "us-east-1"},
          "execution_role": {"managed": true},
          "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 2}}}
        """);
    slipway.post("/v1/models", "{\"name\": \"m\"}");
    slipway.post(
        "/v1/models/m/versions",
        """
        {"name": "v1", "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/serving:v1",
         "artifact": "s3://models/v1/model.tar.gz"}
        """);
    slipway.post(
        "/v1/promotions",
        """
        {"model": "m", "version": "v1", "to": "prod", "reason": "benchmark"}
        """);
    return Awaitility.await("the deployment")
        .atMost(SERVICE)
        .until(
            () ->
                slipway.get("/v1/deployments?state=SUCCEEDED").at("/items/0/endpoint").asString(""),
            name -> !name.isEmpty());
  }

  /** Limits are counted, as in production, and refuse nobody. */
  private void limit() {
    HttpRequest rules =
        HttpRequest.newBuilder(
                URI.create(slipway.address("API") + "/v1/endpoints/" + endpoint + "/traffic-rules"))
            .header("Authorization", "Bearer " + ADMIN)
            .header("Content-Type", "application/json")
            .header("If-Match", "\"0\"")
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"per_caller":
                      {"requests_per_second": 100000, "burst": 100000, "concurrent": 100000}}
                    """))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      int status = client.send(rules, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        throw new IllegalStateException("the traffic rules were answered with " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode made(String what) {
    return slipway.post("/v1/service-accounts/shop/" + what, "{\"name\": \"benchmark\"}");
  }

  Way bearer() {
    return Way.bearer(uri(), path(), token, pid());
  }

  Way signed() {
    return Way.signed(uri(), path(), keys, pid());
  }

  /** What is asked of the proxy, and of its peers. */
  String path() {
    return "/endpoints/" + endpoint + "/invocations";
  }

  long pid() {
    return slipway.pid();
  }

  private URI uri() {
    return URI.create(slipway.address("Proxy"));
  }

  @Override
  public void close() {
    slipway.close();
  }
}
