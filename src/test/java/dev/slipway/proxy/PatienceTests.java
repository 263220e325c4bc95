package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a caller waits, by its own word, while its body is not there yet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PatienceTests {

  private static final int LARGE = 1024 * 1024;
  private static final String WAITS = "x-slipway-timeout-ms: ";

  @AutoClose
  private final RunningProxy proxy =
      RunningProxy.start(
          Map.of("listeners", 1, "max-body", "1MB", "body-memory", "1MB", "drain", "100ms"));

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 100", "Transfer-Encoding: chunked"})
  void aBodyIsWaitedForNoLongerThanItsSenderWaits(String length) {
    try (var caller = new RawCaller(proxy)) {
      caller.write(RawCaller.head(length, WAITS + 300) + "\r\n");
      assertThat(caller.readUntil("}"))
          .startsWith("HTTP/1.1 408 ")
          .contains("did not arrive in the time that the caller gave");
    }
    assertThat(proxy.upstream.asked).isEmpty();
  }

  @Test
  void soIsOneThatHasToBeReadBeforeAnybodyKnowsWhoAsks() {
    try (var caller = new RawCaller(proxy)) {
      caller.write(RawCaller.signedHead("never sent") + WAITS + "300\r\n\r\n");
      assertThat(caller.readUntil("}")).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void aLargeBodyWaitsForRoomNoLongerThanItsSenderWaits() {
    try (var first = new RawCaller(proxy);
        var caller = new RawCaller(proxy)) {
      first.write(RawCaller.head("Content-Length: " + LARGE) + "\r\n");
      await()
          .untilAsserted(() ->
              assertThat(proxy.registry.get("slipway.proxy.body.bytes").gauge().value())
                  .isEqualTo(LARGE));
      caller.write(RawCaller.head("Content-Length: " + LARGE, WAITS + 300) + "\r\n");
      assertThat(caller.readUntil("}"))
          // In AWS's dialect that of a 504.
          .startsWith("HTTP/1.1 503 ")
          .contains("no room for the body in the caller's time")
          .doesNotContainIgnoringCase("retry-after");
    }
  }

  @Test
  void whatIsNoNumberIsToldBeforeTheBodyIsThere() {
    try (var caller = new RawCaller(proxy)) {
      caller.write(RawCaller.head("Content-Length: " + LARGE, WAITS + "1s") + "\r\n");
      assertThat(caller.readUntil("}"))
          .startsWith("HTTP/1.1 400 ")
          .contains("x-slipway-timeout-ms is a whole number of milliseconds");
    }
  }
}
