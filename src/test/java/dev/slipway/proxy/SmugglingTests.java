package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests whose end two readers could see in different places. Each carries a second request in
 * what one of them takes for the body; SageMaker must never be asked by that one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmugglingTests {

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
  private static final String INNER =
      RawCaller.head("X-Amzn-SageMaker-Inference-Id: smuggled", "Content-Length: 1") + "\r\nz";

  @AutoClose
  private final RunningProxy proxy =
      RunningProxy.start(Faults.impatient(Map.of("deadline", "20s")));

  @AfterEach
  void nothingWasSmuggledAndNothingLeaks() {
    var asked = List.copyOf(proxy.upstream.asked);
    proxy.upstream.asked.clear();
    assertThat(asked).noneMatch(each -> each.headers().contains("x-amzn-sagemaker-inference-id"));
    Faults.assertNothingLeft(proxy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 3",
        "Content-Length: 3\r\nContent-Length: 4",
        "Content-Length: 3, 4",
        "Content-Length: +3",
        "Content-Length: 0x3",
        "Content-Length: 3 4",
        "Content-Length : 3",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "X-Null: a\0b",
      })
  void aHeadThatTwoReadersUnderstandDifferentlyIsRefused(String headers) {
    assertThat(statuses(RawCaller.head(headers) + "\r\n0\r\n\r\n" + INNER)).isEqualTo("400");
    assertThat(proxy.upstream.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "g\r\nx\r\n0\r\n\r\n",
        "-1\r\nx\r\n0\r\n\r\n",
        "0x1\r\nx\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nx\r\n0\r\n\r\n",
        "80000000\r\nx\r\n0\r\n\r\n",
        "1\r\nxy\r\n0\r\n\r\n",
        "1\nx\n0\n\n",
        "1;a\nb\r\nx\r\n0\r\n\r\n",
        " \r\nx\r\n0\r\n\r\n",
      })
  void aChunkThatIsNoneIsRefusedAndEndsTheConnection(String chunks) {
    long left = saidToHaveLeft();
    String statuses =
        statuses(RawCaller.head("Transfer-Encoding: chunked") + "\r\n" + chunks + INNER);
    assertThat(statuses).isIn("400", "413");
    Faults.assertNothingLeft(proxy);
    assertThat(saidToHaveLeft()).isEqualTo(left);
    assertThat(proxy.upstream.asked).isEmpty();
  }

  @Test
  void aChunkThatIsNoneIsAnsweredToCallersWhoAreNotKnownYetToo() {
    for (int caller = 0; caller < 20; caller++) {
      String head =
          RawCaller.head("Transfer-Encoding: chunked")
              .replace(RunningProxy.TOKEN, "a-token-of-nobody-" + caller);
      assertThat(statuses(head + "\r\ng\r\nx\r\n0\r\n\r\n" + INNER)).isIn("400", "403", "429");
    }
    Faults.assertNothingLeft(proxy);
  }

  /** RFC 9112, 5.2 and 2.2: a fold may be read as a space, a bare line feed as a line's end. */
  @Test
  void foldsAndBareLineFeedsAreRefusedOrReadInOneWay() {
    for (String odd :
        new String[] {
          RawCaller.head("Transfer-Encoding:\r\n chunked") + "\r\n1\r\nx\r\n0\r\n\r\n",
          RawCaller.head("X-Folded: a\r\n Content-Length: 9", "Content-Length: 1") + "\r\nx",
          RawCaller.head("X-Odd: a\nContent-Length: 1") + "\r\nx",
          RawCaller.head("X-Odd: a\rContent-Length: 9", "Content-Length: 1") + "\r\nx",
          (RawCaller.head("Content-Length: 1") + "\r\n").replace("\r\n", "\n") + "x",
        }) {
      proxy.upstream.asked.clear();
      String statuses = statuses(odd + "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(statuses).as(odd).isIn("400", "200 404", "");
      assertThat(proxy.upstream.asked).allMatch(asked -> asked.length() == 1);
    }
  }

  @Test
  void aBodyIsForwardedWithALengthOfOurOwn() {
    assertThat(
            statuses(
                RawCaller.head("Transfer-Encoding: chunked", "Connection: close")
                    + "\r\n3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n"))
        .isEqualTo("200");
    TestUpstream.Asked asked = proxy.upstream.asked.getLast();
    assertThat(asked.length()).isEqualTo(5);
    assertThat(asked.headers().get("content-length")).isEqualTo("5");
    assertThat(asked.headers().contains("transfer-encoding")).isFalse();
    assertThat(asked.headers().contains("x-trailer")).isFalse();
  }

  /** The statuses of all answers, until the proxy closes the connection. */
  private long saidToHaveLeft() {
    return proxy.registry.find("slipway.proxy.requests").tag("status", "499").timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }

  private String statuses(String text) {
    try (var caller = new RawCaller(proxy)) {
      caller.write(text);
      return String.join(
          " ", STATUS.matcher(caller.readAll()).results().map(match -> match.group(1)).toList());
    }
  }
}
