package dev.slipway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.testing.EventStream;
import dev.slipway.testing.Shared;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One process for all tests of event streams, impatient enough to see streams end. */
@Execution(ExecutionMode.SAME_THREAD)
abstract sealed class LiveStage permits EventStreamTests, EventStreamLifetimeTests {

  private static final Shared<LiveServer> SERVER =
      Shared.among(
          LiveStage.class,
          () ->
              LiveServer.start(
                  Map.of(
                      "slipway.live.heartbeat", "300ms",
                      "slipway.live.check-every", "100ms",
                      "slipway.live.streams-per-caller", "8",
                      "server.tomcat.connection-timeout", "5s",
                      "server.tomcat.keep-alive-timeout", "60s")));

  final LiveServer server = SERVER.get();

  @AfterAll
  static void leave() throws Exception {
    SERVER.leave();
  }

  static void untilTold(EventStream stream, int events) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(stream.events()).hasSize(events));
  }
}
