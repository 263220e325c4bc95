package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers are about one connection (RFC 9110, section 7.6.1). */
class HopByHopTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade"
      })
  void theseAlwaysAreInAnyCase(String name) {
    assertThat(HopByHop.is(name)).isTrue();
    assertThat(HopByHop.is(name.toUpperCase(Locale.ROOT))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ab",
        "referer",
        "user-agent",
        "x-amzn-requestid",
        "x-transfer-coding",
        "content-length",
        "content-disposed!",
        "transfer-encodings",
        "tes"
      })
  void othersAreNotHoweverLongTheyAre(String name) {
    assertThat(HopByHop.is(name)).isFalse();
  }

  @Test
  void soIsWhatAMessageNames() {
    assertThat(HopByHop.named(" X-Secret ,close,, x-other"))
        .contains("x-secret", "X-SECRET", "close", "x-other")
        .doesNotContain("content-type");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"keep-alive", "Upgrade"})
  void mostNameNoneThatAreNotKnown(String connection) {
    assertThat(HopByHop.named(connection)).isEmpty();
  }
}
