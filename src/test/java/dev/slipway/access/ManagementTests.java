package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.Browser;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The management port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagementTests {

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
  void theApisPortTellsWhetherItIsReadyAndNothingMore() {
    assertThat(client.get(api.origin() + "/readyz").statusCode()).isEqualTo(200);
    assertThat(client.get(api.origin() + "/livez").statusCode()).isEqualTo(200);
    assertThat(client.get(api.origin() + "/actuator/health").statusCode()).isEqualTo(401);
    assertThat(client.get(api.origin() + "/actuator/metrics").statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> as(String token, String path) {
    return client.send("GET", management + path, null, "Authorization", "Bearer " + token);
  }
}
