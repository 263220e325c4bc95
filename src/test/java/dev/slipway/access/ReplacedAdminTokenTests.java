package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.RecordApp;
import dev.slipway.testing.TestPostgres;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two processes on one database that were given different admin tokens. */
class ReplacedAdminTokenTests {

  private static final String OTHER = "slipway_fedcba9876543210fedcba9876543210";

  @Test
  void theProcessThatStartsLastReplacesTheTokenOfBothAndItStandsInTheRecord() {
    String database = TestPostgres.freshDatabase();
    try (var first = ApiServer.startOn(database, RecordApp.class, Map.of())) {
      assertThat(first.get("/v1/me").status()).isEqualTo(200);
      try (var second =
          ApiServer.startOn(database, RecordApp.class, Map.of("slipway.admin-token", OTHER))) {
        assertThat(first.get("/v1/me").status()).isEqualTo(401);
        var events =
            second.send(
                "GET",
                "/v1/audit-events?subject_type=principal&type=admin-token.replaced",
                null,
                "Authorization",
                "Bearer " + OTHER);
        assertThat(events.http().body())
            .contains("slipway_0123… was replaced by slipway_fedc…", "SLIPWAY_ADMIN_TOKEN");
      }
    }
  }
}
