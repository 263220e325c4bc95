package dev.slipway.proxy;

import static dev.slipway.proxy.RunningProxy.ACCESS_KEY;
import static dev.slipway.proxy.RunningProxy.ACCESS_KEY_OF_DEV;
import static dev.slipway.proxy.RunningProxy.SECRET_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.access.Denial;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of those who sign wrongly, of others beside them, and what is on record of it. The
 * proxy's clock stands still, since attempts come back with time.
 */
class WrongSignatureTests {

  @AutoClose private final RunningProxy proxy = RunningProxy.start();
  private final SdkCaller right = new SdkCaller(Instant.now());

  @BeforeEach
  void standStill() {
    proxy.standStill();
  }

  @Test
  void whoeverSignsWronglyTooOftenHasToWaitAndWhoeverHasTheSecretDoesNot() {
    SdkCaller wrong = right.with(ACCESS_KEY, "slk_guess");
    assertThat(IntStream.range(0, 32).map(_ -> status(wrong)).toArray())
        .startsWith(403)
        .endsWith(403, 429, 429);
    assertThat(status(right)).isEqualTo(200);
  }

  @Test
  void aWrongSecretKeepsNoOtherKeyOutThatIsNewToTheProxyAndComesFromThere() {
    SdkCaller wrong = right.with(ACCESS_KEY_OF_DEV, "slk_guess");
    assertThat(IntStream.range(0, 32).map(_ -> status(wrong)).toArray()).endsWith(403, 429, 429);
    assertThat(status(right)).isEqualTo(200);
    assertThat(proxy.denied.getLast().why())
        .startsWith("Too many wrong signatures in the name of the access key " + ACCESS_KEY_OF_DEV);
  }

  @Test
  void idsThatNobodyHasUseUpWhatTheirAddressMayFail() {
    for (int i = 0; i < 30; i++) {
      String id = "SLIPABCDEFGHIJKLAA" + (char) ('A' + i / 6) + (char) ('A' + i % 6);
      assertThat(status(right.with(id, SECRET_KEY))).isEqualTo(403);
    }
    assertThat(status(right)).isEqualTo(429);
  }

  @Test
  void anAccessKeyIsUsedByWhoeverHasItsSecretAlone() {
    assertThat(status(right.with(ACCESS_KEY_OF_DEV, "slk_guess"))).isEqualTo(403);
    assertThat(status(right)).isEqualTo(200);
    assertThat(status(right)).isEqualTo(200);
    await().untilAsserted(() -> assertThat(proxy.used).containsExactly(ACCESS_KEY));
  }

  @Test
  void aCallerWhoseClockStaysWrongIsOneSortOnRecordHoweverOftenTheTimeIsTold() {
    SdkCaller slow = new SdkCaller(Instant.now().minus(Duration.ofMinutes(15)));
    for (int i = 0; i < 3; i++) {
      proxy.pass(Duration.ofSeconds(1));
      assertThat(status(slow)).isEqualTo(403);
    }
    assertThat(proxy.denied).extracting(Denial::why).doesNotHaveDuplicates().hasSize(3);
    assertThat(proxy.denied).extracting(Denial::reason).containsOnly("SIGNATURE_UNTIMELY");
  }

  @Test
  void ofAHostThatIsNoneOnlyTheBeginningIsToldAndOnRecord() {
    String head =
        RawCaller.signedHead("x").replaceFirst("(?im)^host: .*$", "Host: " + "h".repeat(6_000));
    try (var caller = new RawCaller(proxy)) {
      String answer = caller.write(head + "Connection: close\r\n\r\nx").readAll();
      assertThat(answer).startsWith("HTTP/1.1 403 ").contains("for the host hhh");
      assertThat(answer).doesNotContain("h".repeat(256));
    }
    assertThat(proxy.denied.getLast().why()).hasSizeLessThan(600);
  }

  private int status(SdkCaller caller) {
    return caller.ask(proxy).statusCode();
  }
}
