package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalog.Models;
import dev.slipway.catalog.Versions;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.environment.Environments;
import dev.slipway.promotion.Promote;
import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DemoRecordsTests {

  /** It has the demo's model, its versions and its prod, as a start does that was cut short. */
  @AutoClose private final Rehearsal rehearsal = Rehearsal.start();

  @Test
  void aStartThatWasCutShortBeforeThePromotionIsMendedByTheNext() {
    rehearsal.environment("dev");

    start();

    assertThat(promotions()).hasSize(1);
    JsonNode promotion = promotions().get(0);
    assertThat(promotion.path("version").asString("")).isEqualTo("v1");
    UUID deployment = UUID.fromString(promotion.at("/deployment/id").asString(""));
    assertThat(rehearsal.untilEnd(deployment).at("/state")).isEqualTo("SUCCEEDED");
    start();
    assertThat(promotions()).hasSize(1);
  }

  @Test
  void whatAPersonHasBegunIsLeftAlone() {
    rehearsal.promote("v2");

    start();

    assertThat(promotions()).hasSize(1);
    assertThat(promotions().get(0).path("version").asString("")).isEqualTo("v2");
  }

  @Test
  void anEndpointThatAPersonHasMadeIsLeftAlone() {
    rehearsal
        .api()
        .post(
            "/v1/endpoints",
            """
            {"model": "fraud-detector", "environment": "prod"}
            """);

    start();

    assertThat(promotions()).isEmpty();
  }

  private void start() {
    ApiServer api = rehearsal.api();
    new DemoRecords(
            api.bean(Models.class),
            api.bean(Versions.class),
            api.bean(Environments.class),
            api.bean(Endpoints.class),
            api.bean(Promote.class))
        .seed();
  }

  private JsonNode promotions() {
    return rehearsal.api().get("/v1/promotions?model=fraud-detector&to=prod").json().path("items");
  }
}
