package dev.slipway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.testing.EventStream;
import dev.slipway.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Streams where several processes share one Postgres. */
class SeveralProcessesTests {

  @Test
  void everyProcessTellsWhatHappensInAnyAndOneGoesOnWhereAnotherEnded() {
    String database = TestPostgres.freshDatabase();
    Map<String, Object> patient = Map.of("spring.lifecycle.timeout-per-shutdown-phase", "120s");
    try (LiveServer one = LiveServer.on(database, patient);
        LiveServer other = LiveServer.on(database, Map.of())) {
      List<String> seen = new ArrayList<>();
      EventStream stream = one.open("/v1/audit-events", null);
      try (EventStream throughout = other.open("/v1/audit-events", null)) {
        for (int number = 0; number < 20; number++) {
          (number % 2 == 0 ? one : other).happen("shared", "t" + number);
        }
        EventStream open = stream;
        await().until(() -> open.events().size() == 20);
        stream.events().forEach(event -> seen.add(event.json().at("/type").asString()));

        // The process ends without waiting for its reader, who goes on with the other one.
        long began = System.nanoTime();
        one.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
        await().until(stream::isOver);
        other.happen("shared", "t20");
        try (EventStream next = other.open("/v1/audit-events", stream.lastEventId())) {
          other.happen("shared", "t21");
          await().until(() -> next.events().size() == 2);
          next.events().forEach(event -> seen.add(event.json().at("/type").asString()));
        }
        await().until(() -> throughout.events().size() == 22);
        assertThat(throughout.events())
            .extracting(event -> event.json().at("/type").asString())
            .containsExactlyElementsOf(seen);
      }
      for (int number = 0; number < 22; number++) {
        assertThat(seen.get(number)).isEqualTo("t" + number);
      }
    }
  }
}
