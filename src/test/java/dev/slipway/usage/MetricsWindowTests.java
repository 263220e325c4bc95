package dev.slipway.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CloudWatch gives no points at all of a step that is smaller than it still keeps. */
class MetricsWindowTests {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"14, 60", "15, 300", "20, 300", "62, 300", "63, 3600", "400, 3600"})
  void theStepOfThreeHoursIsOneThatIsStillKept(int daysAgo, int step) {
    Instant from = NOW.minus(Duration.ofDays(daysAgo));

    MetricsWindow window = MetricsWindow.of(from, from.plus(Duration.ofHours(3)), null, NOW);

    assertThat(window.stepSeconds()).isEqualTo(step);
  }

  @ParameterizedTest
  @CsvSource({"20, 60, 300", "20, 420, 300", "100, 300, 3600"})
  void aStepThatIsNoLongerKeptIsRefusedWithOneThatIs(int daysAgo, int step, int kept) {
    Instant from = NOW.minus(Duration.ofDays(daysAgo));

    assertThatThrownBy(() -> MetricsWindow.of(from, from.plus(Duration.ofHours(3)), step, NOW))
        .isInstanceOf(Failure.Invalid.class)
        .hasMessageContaining("steps of %d seconds", kept);
  }

  @Test
  void aLongTimeUntilNowTakesTheStepOfItsFirstPoint() {
    MetricsWindow window = MetricsWindow.of(NOW.minus(Duration.ofDays(16)), null, 3600, NOW);

    assertThat(window.stepSeconds()).isEqualTo(3600);
  }
}
