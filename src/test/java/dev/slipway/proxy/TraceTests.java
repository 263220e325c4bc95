package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTests {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-";

  @Test
  void theTraceStaysAndTheSpanIsOurOwn() {
    String next = String.valueOf(Trace.next(TRACE + "00f067aa0ba902b7-01"));
    assertThat(next)
        .startsWith(TRACE)
        .endsWith("-01")
        .hasSize(55)
        .doesNotContain("00f067aa0ba902b7");
    assertThat(Trace.next(next)).startsWith(TRACE);
  }

  @Test
  void aLaterVersionGoesOnAsTheOneThatIsKnown() {
    String later = "cc" + TRACE.substring(2) + "00f067aa0ba902b7";
    for (String flags : new String[] {"-01-more", "-ff", "-03-"}) {
      assertThat(Trace.next(later + flags)).startsWith(TRACE).endsWith("-01").hasSize(55);
    }
    assertThat(Trace.next(later + "-02-more")).startsWith(TRACE).endsWith("-00").hasSize(55);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        TRACE + "00f067aa0ba902b7-0",
        TRACE + "00f067aa0ba902b7-01-more",
        TRACE + "0000000000000000-01",
        TRACE + "00F067AA0BA902B7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      })
  void whatCannotBeReadIsNotPassedOn(String parent) {
    assertThat(Trace.next(parent)).isNull();
    assertThat(Trace.next(null)).isNull();
  }
}
