package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTests {

  @ParameterizedTest
  @CsvSource({
    "90s, PT1M30S, 1 min 30 s",
    "30m, PT30M, 30 min",
    "1h30m, PT1H30M, 1 h 30 min",
    "2d, PT48H, 2 d",
    "1d2h, PT26H, 1 d 2 h",
    "PT2H, PT2H, 2 h",
    "45, PT45S, 45 s",
    "0.5s, PT0.5S, 0.5 s"
  })
  void lengthsOfTimeAreReadAndWrittenAsPeopleDo(String typed, Duration time, String shown) {
    assertThat(new Span().convert(typed)).isEqualTo(time);
    assertThat(Span.of(time)).isEqualTo(shown);
  }
}
