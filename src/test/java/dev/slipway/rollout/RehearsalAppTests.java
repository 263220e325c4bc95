package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A control plane that goes on from one rehearsal to the next takes nothing along. */
class RehearsalAppTests {

  @Test
  void whatOneRehearsalWasRefusedIsNoneOfTheNextOnes() {
    try (Rehearsal one = Rehearsal.start()) {
      for (int times = 0; times < 2; times++) refused(one);
    }
    try (Rehearsal next = Rehearsal.start()) {
      refused(next);
      await().atMost(Duration.ofSeconds(30)).until(() -> !onRecord(next).isEmpty());
      assertThat(onRecord(next))
          .singleElement()
          .satisfies(event -> assertThat(event.at("/data/times").asInt()).isOne());
    }
  }

  private static void refused(Rehearsal rehearsal) {
    assertThat(
            rehearsal
                .api()
                .send("GET", "/v1/models", null, "Authorization", "Bearer slipway_nobody")
                .status())
        .isEqualTo(401);
  }

  private static List<JsonNode> onRecord(Rehearsal rehearsal) {
    return rehearsal
        .api()
        .get("/v1/audit-events?type=access.unauthenticated")
        .json()
        .at("/items")
        .valueStream()
        .toList();
  }
}
