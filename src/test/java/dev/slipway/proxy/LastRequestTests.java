package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers who say that they ask nothing more on a connection (RFC 9112, 9.6). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LastRequestTests {

  @AutoClose private final RunningProxy proxy = RunningProxy.start();

  @AfterEach
  void forget() {
    proxy.upstream.asked.clear();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: close",
        "Connection: TE, close",
        "Connection: close, TE",
        "Connection: te,CLOSE",
        "Connection: TE\r\nConnection: close",
        "Connection: keep-alive\r\nConnection: foo , Close ,"
      })
  void theirConnectionIsClosedAndWhatFollowsIsNotDone(String said) {
    try (var caller = new RawCaller(proxy)) {
      assertThat(caller.write(prediction(said) + prediction("Connection: close")).readAll())
          .startsWith("HTTP/1.1 200 ")
          .containsIgnoringCase("\r\nconnection: close\r\n")
          .endsWith("\r\n\r\nx")
          .containsOnlyOnce("HTTP/1.1 ");
    }
    assertThat(proxy.upstream.asked).hasSize(1);
  }

  @Test
  void aRefusalIsTheLastAnswerToo() {
    String refused = prediction("Connection: TE, close").replace("prod-fraud", "prod-none");
    try (var caller = new RawCaller(proxy)) {
      assertThat(caller.write(refused + prediction("X-Other: 1")).readAll())
          .startsWith("HTTP/1.1 400 ")
          .containsIgnoringCase("\r\nconnection: close\r\n")
          .containsOnlyOnce("HTTP/1.1 ");
    }
    assertThat(proxy.upstream.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Connection: TE", "Connection: keep-alive, closed", "X-Connection: close"})
  void othersKeepTheirs(String said) {
    try (var caller = new RawCaller(proxy)) {
      for (int i = 0; i < 2; i++) {
        assertThat(caller.write(prediction(said)).readUntil("\r\n\r\nx"))
            .startsWith("HTTP/1.1 200 ");
      }
    }
  }

  private static String prediction(String header) {
    return RawCaller.head(header, "Content-Length: 1") + "\r\nx";
  }
}
