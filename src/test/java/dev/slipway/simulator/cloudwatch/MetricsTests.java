package dev.slipway.simulator.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.account.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTests {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final MetricKey KEY =
      new MetricKey(
          new Scope("123456789012", "us-east-1"),
          "AWS/SageMaker",
          "Invocations",
          Map.of("EndpointName", "fraud-detector"));

  private final Metrics metrics = new Metrics(Duration.ZERO);

  @Test
  void anEndpointThatWasNotAskedBeforeOldMetricsAreForgottenIsCountedAfterwards() {
    Series held = metrics.series(KEY);
    metrics.forgetOld(NOW);
    held.add(NOW, 1);
    assertThat(sum(NOW)).isEqualTo(1);
  }

  @Test
  void twoWeeksWithoutDataForgetAMetricUntilItHasSomeAgain() {
    Series held = metrics.series(KEY);
    held.add(NOW, 1);
    metrics.forgetOld(NOW.plus(Duration.ofDays(13)));
    assertThat(sum(NOW)).isEqualTo(1);

    Instant later = NOW.plus(Duration.ofDays(15));
    metrics.forgetOld(later);
    assertThat(sum(NOW)).isNaN();
    assertThat(metrics.list(KEY.scope())).isEmpty();

    held.add(later, 2);
    assertThat(sum(later)).isEqualTo(2);
    assertThat(metrics.list(KEY.scope())).containsExactly(KEY);
  }

  @Test
  void aDayIsToldByTheHourThoughItsMinutesAreKeptForSixHoursOnly() {
    Series held = metrics.series(KEY);
    for (int minute = 0; minute < 24 * 60; minute++) held.add(NOW.plusSeconds(minute * 60L), 1);
    Instant end = NOW.plus(Duration.ofDays(1));
    assertThat(metrics.read(KEY, Statistic.SUM, NOW, 3600, 24, end)).containsOnly(60);
    assertThat(metrics.read(KEY, Statistic.SUM, NOW, 86_400, 1, end)).containsExactly(1440);
    assertThat(sum(NOW)).isNaN();
  }

  @Test
  void anHourThatIsNotOverIsToldAsFarAsItsMinutesAreVisible() {
    var delayed = new Metrics(Duration.ofMinutes(3));
    Series held = delayed.series(KEY);
    for (int minute = 0; minute < 90; minute++) held.add(NOW.plusSeconds(minute * 60L), 1);
    Instant now = NOW.plus(Duration.ofMinutes(90));
    assertThat(delayed.read(KEY, Statistic.SUM, NOW, 3600, 2, now)).containsExactly(60, 27);
  }

  @Test
  void anHourThatBeginsBetweenTwoOfTheClockIsToldByItsMinutes() {
    Series held = metrics.series(KEY);
    for (int minute = 0; minute < 180; minute++) {
      held.add(NOW.plusSeconds(minute * 60L), minute < 60 ? 1 : 2);
    }
    Instant from = NOW.plus(Duration.ofMinutes(30));
    Instant now = NOW.plus(Duration.ofMinutes(180));
    assertThat(metrics.read(KEY, Statistic.SUM, from, 3600, 2, now)).containsExactly(90, 120);
  }

  private double sum(Instant minute) {
    return metrics.read(KEY, Statistic.SUM, minute, 60, 1, minute.plusSeconds(600))[0];
  }
}
