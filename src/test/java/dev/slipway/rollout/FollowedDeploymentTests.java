package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.Conforming;
import dev.slipway.testing.EventStream;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A deployment as somebody sees it who follows it. */
@Conforming
class FollowedDeploymentTests {

  private static final String LAST = "deployment.succeeded";

  @Test
  void whoFollowsSeesADeploymentToItsEnd() {
    try (Rehearsal rehearsal = Rehearsal.start();
        EventStream all = open(rehearsal, "/v1/deployments", null);
        EventStream others = open(rehearsal, "/v1/deployments?endpoint=another", null)) {
      await().until(() -> !all.lastEventId().isEmpty() && !others.lastEventId().isEmpty());
      String before = all.lastEventId();
      UUID id = rehearsal.promote("v1");
      await().until(() -> states(all).contains("QUEUED"));
      JsonNode ended = rehearsal.untilEnd(id).json();

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(states(all)).endsWith("SUCCEEDED"));
      assertThat(all.events().getLast().json()).isEqualTo(ended);
      assertThat(all.events())
          .extracting(EventStream.Event::id)
          .doesNotHaveDuplicates()
          .isSortedAccordingTo(
              (one, other) -> Long.compare(Long.parseLong(one), Long.parseLong(other)));
      assertThat(others.events()).isEmpty();

      try (EventStream late = open(rehearsal, "/v1/deployments", before);
          EventStream events = open(rehearsal, "/v1/deployments/" + id + "/events", null)) {
        await().until(() -> !late.events().isEmpty());
        assertThat(states(late)).as("how it is, and nothing of the past").containsOnly("SUCCEEDED");
        JsonNode list =
            rehearsal
                .api()
                .get("/v1/deployments/" + id + "/events?page_size=200")
                .json()
                .at("/items");
        await().until(() -> events.events().size() == list.size());
        assertThat(events.events().stream().map(EventStream.Event::json).toList())
            .containsExactlyElementsOf(list);
        assertThat(list.get(0).at("/environment").asString()).isEqualTo("prod");
      }
    }
  }

  @Test
  void onePageNeedsOneStreamForAllThatHappensAndMoves() {
    try (Rehearsal rehearsal = Rehearsal.start();
        EventStream page = open(rehearsal, "/v1/audit-events?deployments=true", null)) {
      await().until(() -> !page.lastEventId().isEmpty());
      String before = page.lastEventId();
      JsonNode ended = rehearsal.untilEnd(rehearsal.promote("v1")).json();

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> states(page).contains("SUCCEEDED") && types(page).contains(LAST));
      assertThat(named(page, "deployment").getLast().json()).isEqualTo(ended);
      assertThat(page.events())
          .extracting(event -> Long.parseLong(event.id()))
          .doesNotHaveDuplicates()
          .isSorted();

      try (EventStream late = open(rehearsal, "/v1/audit-events?deployments=true", before);
          EventStream events = open(rehearsal, "/v1/audit-events", before)) {
        await().until(() -> types(late).contains(LAST) && types(events).contains(LAST));
        await().until(() -> !states(late).isEmpty());
        assertThat(named(late, "message").stream().map(EventStream.Event::data))
            .containsExactlyElementsOf(
                events.events().stream().map(EventStream.Event::data).toList());
        assertThat(named(late, "deployment")).hasSize(1);
      }
    }
  }

  private static List<EventStream.Event> named(EventStream stream, String name) {
    return stream.events().stream().filter(event -> event.name().equals(name)).toList();
  }

  private static List<String> types(EventStream stream) {
    return named(stream, "message").stream()
        .map(event -> event.json().at("/type").asString())
        .toList();
  }

  private static EventStream open(Rehearsal rehearsal, String path, @Nullable String after) {
    return EventStream.open(rehearsal.api().uri(path), ApiServer.TOKEN, after);
  }

  private static List<String> states(EventStream stream) {
    return stream.events().stream().map(event -> event.json().at("/state").asString()).toList();
  }
}
