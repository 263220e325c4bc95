package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

  @Test
  void aLaterOneOfThemIsTheLastToo() {
    for (String last : List.of("Connection: TE, close", "Connection: close, TE")) {
      try (var caller = new RawCaller(proxy)) {
        String all = prediction("X-Other: 1") + prediction(last) + prediction("X-Other: 2");
        assertThat(caller.write(all).readAll().split("HTTP/1.1 200 ", -1)).hasSize(3);
      }
      assertThat(proxy.upstream.asked).hasSize(2);
      proxy.upstream.asked.clear();
    }
  }

  @Test
  void whoWaitsToBeAskedForTheBodyIsAsked() {
    String head =
        RawCaller.head("Connection: TE, close", "Expect: 100-continue", "Content-Length: 1");
    try (var caller = new RawCaller(proxy)) {
      assertThat(caller.write(head + "\r\n").readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
      assertThat(caller.write("x" + prediction("X-Other: 1")).readAll())
          .startsWith("HTTP/1.1 200 ")
          .endsWith("\r\n\r\nx")
          .containsOnlyOnce("HTTP/1.1 ");
    }
    assertThat(proxy.upstream.asked).hasSize(1);
  }

  @Test
  void afterAVersionThatIsNotSpokenNothingIsDone() {
    for (String version : List.of("HTTP/1.2", "HTTP/2.0", "http/1.1")) {
      String other = prediction("Expect: 100-continue").replace("HTTP/1.1", version);
      try (var caller = new RawCaller(proxy)) {
        assertThat(
                caller.write(prediction("X-Other: 1") + other + prediction("X-Other: 2")).readAll())
            .startsWith("HTTP/1.1 200 ")
            .containsOnlyOnce("HTTP/1.1 200 ")
            .containsOnlyOnce("HTTP/1.1 400 ")
            .doesNotContain(" 100 ");
      }
      assertThat(proxy.upstream.asked).hasSize(1);
      proxy.upstream.asked.clear();
    }
  }

  @Test
  void oneOfHttp10IsTheLastUnlessItSaysOtherwise() {
    for (String said : List.of("Connection: keep-alive, close", "Connection: TE", "X-Other: 1")) {
      String old = prediction(said).replace("HTTP/1.1", "HTTP/1.0");
      try (var caller = new RawCaller(proxy)) {
        assertThat(caller.write(old + old).readAll()).containsOnlyOnce(" 200 ");
      }
      assertThat(proxy.upstream.asked).hasSize(1);
      proxy.upstream.asked.clear();
    }
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
