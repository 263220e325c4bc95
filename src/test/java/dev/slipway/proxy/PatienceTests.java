package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a caller waits, by its own word, while its body is not there yet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PatienceTests {

  private static final int LARGE = 1024 * 1024;

  /** Of a body that does not end with it, and of more than is read without room. */
  private static final String CHUNK = "14000\r\n%s\r\n".formatted("x".repeat(0x14000));

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

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: " + LARGE, "Transfer-Encoding: chunked"})
  void aLargeBodyWaitsForRoomNoLongerThanItsSenderWaits(String length) {
    try (var first = new RawCaller(proxy);
        var caller = new RawCaller(proxy)) {
      takeAllRoom(first);
      caller.write(RawCaller.head(length, WAITS + 300) + "\r\n" + CHUNK);
      assertThat(caller.readUntil("}"))
          // In AWS's dialect that of a 504.
          .startsWith("HTTP/1.1 503 ")
          .contains("no room for the body in the caller's time")
          .doesNotContainIgnoringCase("retry-after");
    }
  }

  @Test
  void theRestOfOneThatGotRoomInTimeIsWaitedForNoLongerEither() {
    try (var first = new RawCaller(proxy);
        var caller = new RawCaller(proxy)) {
      takeAllRoom(first);
      caller.write(RawCaller.head("Transfer-Encoding: chunked", WAITS + 2000) + "\r\n" + CHUNK);
      await().until(() -> proxy.registry.get("slipway.proxy.in.flight").gauge().value() == 2);
      first.vanish();
      assertThat(caller.readUntil("}"))
          .startsWith("HTTP/1.1 408 ")
          .contains("did not arrive in the time that the caller gave");
    }
  }

  /** All of it, once that of the test before was given back. */
  private void takeAllRoom(RawCaller caller) {
    await().until(() -> roomTaken() == 0);
    caller.write(RawCaller.head("Content-Length: " + LARGE) + "\r\n");
    await().until(() -> roomTaken() == LARGE);
  }

  private double roomTaken() {
    return proxy.registry.get("slipway.proxy.body.bytes").gauge().value();
  }

  @Test
  void itIsNotFoundOutForLongerWhoAsks() {
    for (String head : List.of(RawCaller.head("Content-Length: 1"), RawCaller.signedHead("x"))) {
      try (RunningProxy slow = RunningProxy.start(Map.of("drain", "100ms"));
          var caller = new RawCaller(slow)) {
        CountDownLatch hang = slow.databaseHangs();
        caller.write(head + WAITS + "300\r\n\r\nx");
        assertThat(caller.readUntil("}"))
            .startsWith("HTTP/1.1 503 ")
            .contains("Who asks could not be found out in the time that the caller gave.");
        hang.countDown();
        assertThat(slow.predict(RunningProxy.NAMED, "x").statusCode()).isEqualTo(200);
        assertThat(slow.upstream.asked).hasSize(1);
      }
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
