package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.Browser;
import dev.slipway.testing.TestPostgres;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The management port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagementTests {

  private static final String ADMIN = "{\"role\": \"ADMIN\", \"environment\": \"*\"}";

  private final ApiServer api =
      ApiServer.start(
          Map.of("slipway.admin-token", ApiServer.TOKEN, "management.server.port", "0"));
  private final Browser client = new Browser();
  private final String management =
      "http://127.0.0.1:" + api.setting("local.management.port") + "/actuator";

  @AfterAll
  void stop() {
    client.close();
    api.close();
  }

  @Test
  void healthIsOpenToAnybody() {
    for (String path : List.of("/health", "/health/readiness", "/health/liveness")) {
      assertThat(client.get(management + path).statusCode()).as(path).isEqualTo(200);
    }
    assertThat(client.get(management + "/health").body())
        .as("and tells no details")
        .doesNotContain("PostgreSQL");
  }

  @Test
  void theRestIsForAnAdminOfAllEnvironments() {
    api.post(
        "/v1/service-accounts",
        "{\"name\": \"deputy\", \"grants\": [{\"role\": \"ADMIN\", \"environment\": \"dev\"}]}");
    String deputy =
        api.post("/v1/service-accounts/deputy/tokens", "{\"name\": \"t\"}").at("/token");
    for (String path :
        List.of("", "/info", "/metrics", "/metrics/jvm.memory.used", "/prometheus")) {
      assertThat(client.get(management + path).statusCode()).as(path).isEqualTo(401);
      assertThat(as("nonsense", path).statusCode()).isEqualTo(401);
      assertThat(as(deputy, path).statusCode()).isEqualTo(403);
      assertThat(as(ApiServer.TOKEN, path).statusCode()).isEqualTo(200);
    }
    assertThat(as(ApiServer.TOKEN, "/env").statusCode()).isEqualTo(404);
    assertThat(as(ApiServer.TOKEN, "/heapdump").statusCode()).isEqualTo(404);
  }

  @Test
  void prometheusScrapesWhatTheProcessCounts() {
    assertThat(as(ApiServer.TOKEN, "/prometheus").body())
        .contains(
            "jvm_memory_used_bytes", "hikaricp_connections", "http_server_requests_seconds_count");
  }

  @Test
  void whoeverReadMetricsBeforeReadsThemAndNothingElseWhileTheDatabaseIsDown() {
    String database = TestPostgres.freshDatabase();
    try (ApiServer own =
        ApiServer.start(
            Map.of(
                "spring.datasource.url",
                database,
                "slipway.admin-token",
                ApiServer.TOKEN,
                "management.server.port",
                "0",
                "spring.datasource.hikari.connection-timeout",
                "2000"))) {
      String all = "http://127.0.0.1:%s/actuator".formatted(own.setting("local.management.port"));
      String metrics = all + "/prometheus";
      own.post(
          "/v1/service-accounts", "{\"name\": \"scraper\", \"grants\": [%s]}".formatted(ADMIN));
      String unseen =
          own.post("/v1/service-accounts/scraper/tokens", "{\"name\": \"t\"}").at("/token");
      for (String path : List.of("/prometheus", "/info", "/metrics")) {
        assertThat(as(ApiServer.TOKEN, all, path).statusCode()).as(path).isEqualTo(200);
      }

      TestPostgres.refuseConnections(database);

      assertThat(as(ApiServer.TOKEN, metrics, "").body()).contains("hikaricp_connections");
      assertThat(as(ApiServer.TOKEN, all, "/metrics/jvm.memory.used").statusCode()).isEqualTo(200);
      assertThat(as(ApiServer.TOKEN, all, "/info").statusCode()).isEqualTo(503);
      assertThat(as(unseen, metrics, "").statusCode()).isEqualTo(503);
      assertThat(as("nonsense", metrics, "").statusCode()).isEqualTo(503);
      assertThat(own.get("/v1/models").status()).as("all else").isEqualTo(503);
    }
  }

  @Test
  void theApisPortTellsWhetherItIsReadyAndNothingMore() {
    assertThat(client.get(api.origin() + "/readyz").statusCode()).isEqualTo(200);
    assertThat(client.get(api.origin() + "/livez").statusCode()).isEqualTo(200);
    assertThat(client.get(api.origin() + "/actuator/health").statusCode()).isEqualTo(401);
    assertThat(client.get(api.origin() + "/actuator/metrics").statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> as(String token, String path) {
    return as(token, management, path);
  }

  private HttpResponse<String> as(String token, String base, String path) {
    return client.send("GET", base + path, null, "Authorization", "Bearer " + token);
  }
}
