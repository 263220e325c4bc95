package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers in which two readers could see two hosts, two callers, or two of anything else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoReadersTests {

  private static final String AUTHORIZATION = "Authorization: Bearer " + RunningProxy.TOKEN;
  private static final String GUESSED = "Authorization: Bearer of-nobody";

  @AutoClose private final RunningProxy proxy = RunningProxy.start(Faults.impatient());

  @AfterEach
  void forget() {
    proxy.upstream.asked.clear();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Host: a\r\nHost: b\r\n",
        "Host: a\r\nHost: a\r\n",
        "Host: a b@c/\r\n",
        "Host: user@a\r\n",
        "Host: a/b\r\n",
        "Host: a:b\r\n",
        "Host: a:1:2\r\n",
        "Host: [::1\r\n",
        "Host: []\r\n",
        "Host: [::1]a\r\n",
        "Host: \u00e9\r\n",
      })
  void aHostThatIsMissingOrTwoOrNoneIsRefused(String host) {
    assertThat(predict("HTTP/1.1", host, AUTHORIZATION)).startsWith("HTTP/1.1 400 ");
    assertThat(proxy.upstream.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b-c_d:8081", "127.0.0.1", "[::1]", "[2001:db8::1]:80", "", "a:"})
  void everyHostIsTaken(String host) {
    assertThat(predict("HTTP/1.1", "Host: " + host + "\r\n", AUTHORIZATION))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void theHttpThatKnewNoHostsNeedsNone() {
    assertThat(predict("HTTP/1.0", "", AUTHORIZATION)).contains(" 200 ");
    assertThat(predict("HTTP/1.0", "Host: a\r\nHost: b\r\n", AUTHORIZATION)).contains(" 400 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://other.example",
        "http://mine.example.other.example",
        "http://mine.example@other.example",
        "http://other.example?@mine.example",
        "http://mine.example?",
        "http://mine.example:81",
        "http://",
        "x://other.example"
      })
  void anotherHostInTheRequestLineIsRefused(String where) {
    assertThat(predictAt(where, "HTTP/1.1", "Host: mine.example\r\n", AUTHORIZATION))
        .startsWith("HTTP/1.1 400 ");
    assertThat(predictAt(where, "HTTP/1.0", "Host: mine.example\r\n", AUTHORIZATION))
        .contains(" 400 ");
    assertThat(proxy.upstream.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://mine.example:81", "https://MINE.example:81"})
  void theSameHostThereIsNot(String where) {
    assertThat(predictAt(where, "HTTP/1.1", "Host: mine.example:81\r\n", AUTHORIZATION))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void whoeverShowsTwoTokensIsRefusedWhicheverIsGood() {
    for (List<String> two :
        List.of(
            List.of(AUTHORIZATION, GUESSED),
            List.of(GUESSED, AUTHORIZATION),
            List.of(AUTHORIZATION, AUTHORIZATION))) {
      assertThat(predict("HTTP/1.1", "Host: x\r\n", String.join("\r\n", two)))
          .startsWith("HTTP/1.1 400 ")
          .contains("Send one header Authorization.");
    }
    assertThat(proxy.upstream.asked).isEmpty();
  }

  @Test
  void whoeverGivesTwoTimesIsRefused() {
    String twice = "x-slipway-timeout-ms: 1000\r\nx-slipway-timeout-ms: 0";
    assertThat(predict("HTTP/1.1", "Host: x\r\n", AUTHORIZATION + "\r\n" + twice))
        .startsWith("HTTP/1.1 400 ")
        .contains("x-slipway-timeout-ms is a whole number of milliseconds");
    assertThat(proxy.upstream.asked).isEmpty();
  }

  @Test
  void linesThatMayBeManyGoOnAsOne() {
    String trace = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    String many = String.join("\r\n", AUTHORIZATION, trace, "tracestate: a=1", "tracestate: b=2");
    assertThat(predict("HTTP/1.1", "Host: x\r\n", many)).startsWith("HTTP/1.1 200 ");
    assertThat(proxy.upstream.asked.getLast().headers().getAll("tracestate"))
        .containsExactly("a=1,b=2");
  }

  private String predict(String version, String host, String others) {
    return predictAt("", version, host, others);
  }

  private String predictAt(String where, String version, String host, String others) {
    try (var caller = new RawCaller(proxy)) {
      return caller
          .write("POST %s%s %s\r\n".formatted(where, RunningProxy.LOGICAL, version))
          .write(host + others + "\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx")
          .readAll();
    }
  }
}
