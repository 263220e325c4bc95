package dev.slipway.simulator.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.simulator.account.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.DoubleStream;
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
  void aDayIsToldByTheMinuteAndAllBeforeItByTheHour() {
    Series held = metrics.series(KEY);
    for (int minute = 0; minute < 48 * 60; minute++) held.add(NOW.plusSeconds(minute * 60L), 1);
    Instant end = NOW.plus(Duration.ofDays(2));
    assertThat(metrics.read(KEY, Statistic.SUM, NOW, 3600, 48, end)).containsOnly(60);
    assertThat(metrics.read(KEY, Statistic.SUM, NOW, 86_400, 2, end)).containsOnly(1440);
    Instant day = NOW.plus(Duration.ofDays(1));
    assertThat(metrics.read(KEY, Statistic.SUM, day, 60, 1440, end)).containsOnly(1);
    assertThat(metrics.read(KEY, Statistic.SUM, day, 300, 288, end)).containsOnly(5);
    assertThat(sum(NOW)).isNaN();
  }

  @Test
  void anHourOrADayOfWhichNothingIsVisibleYetIsEmpty() {
    var delayed = new Metrics(Duration.ofMinutes(3));
    Series held = delayed.series(KEY);
    for (int minute = 0; minute < 14 * 60; minute++) held.add(NOW.plusSeconds(minute * 60L), 1);
    Instant midnight = NOW.plus(Duration.ofHours(14));
    Instant now = midnight.plusSeconds(60);
    assertThat(delayed.read(KEY, Statistic.SUM, midnight, 3600, 1, now))
        .containsExactly(Double.NaN);
    assertThat(delayed.read(KEY, Statistic.SUM, midnight, 86_400, 1, now))
        .containsExactly(Double.NaN);
  }

  @Test
  void whatComesLateForAMinuteOfADayAgoCountsWithWhatThereWas() {
    Series held = metrics.series(KEY);
    for (int minute = 0; minute < 24 * 60; minute++) {
      held.add(NOW.plusSeconds(minute * 60L), 0.1);
      held.add(NOW.plusSeconds(minute * 60L), 7);
    }
    held.add(NOW.plusSeconds(90), 100);
    held.add(NOW.plus(Duration.ofHours(25)), 1);

    Instant end = NOW.plus(Duration.ofHours(26));
    assertThat(metrics.read(KEY, Statistic.SUM, NOW, 60, 3, end)).containsExactly(7.1, 107.1, 7.1);
    assertThat(metrics.read(KEY, new Statistic("Maximum"), NOW, 60, 3, end))
        .containsExactly(7, 100, 7);
    assertThat(metrics.read(KEY, new Statistic("Minimum"), NOW, 60, 3, end)).containsOnly(0.1);
  }

  @Test
  void percentilesAreToldByTheMinuteForSixHoursAndByTheHourBeforeThat() {
    Series held = metrics.series(KEY);
    for (int minute = 0; minute < 24 * 60; minute++) {
      for (int value = 1; value <= 100; value++) held.add(NOW.plusSeconds(minute * 60L), value);
    }
    Instant end = NOW.plus(Duration.ofDays(1));
    Statistic p90 = Statistic.of("p90");
    Instant late = end.minus(Duration.ofMinutes(350));
    assertThat(DoubleStream.of(metrics.read(KEY, p90, late, 60, 350, end)))
        .allMatch(value -> value > 88 && value < 92);
    assertThat(metrics.read(KEY, p90, NOW, 60, 1, end)).containsOnly(Double.NaN);
    assertThat(DoubleStream.of(metrics.read(KEY, p90, NOW, 3600, 24, end)))
        .allMatch(value -> value > 88 && value < 92);
  }

  @Test
  void aSummaryTellsNoPercentileUnlessAllItsValuesAreTheSame() {
    Series held = metrics.series(KEY);
    held.add(NOW, 10, 50, 1, 9, false);
    held.add(NOW, 3);
    held.add(NOW.plusSeconds(60), 10, 50, 5, 5, false);
    Instant end = NOW.plusSeconds(600);
    assertThat(metrics.read(KEY, Statistic.of("p50"), NOW, 60, 2, end))
        .containsExactly(Double.NaN, 5);
    assertThat(metrics.read(KEY, Statistic.SUM, NOW, 60, 2, end)).containsExactly(53, 50);
  }

  @Test
  void percentilesOfWhatIsBelowZeroAreBelowZero() {
    Series held = metrics.series(KEY);
    for (int value = -50; value < 50; value++) held.add(NOW, value);
    Instant end = NOW.plusSeconds(600);
    assertThat(metrics.read(KEY, Statistic.of("p10"), NOW, 60, 1, end)[0]).isBetween(-42.0, -40.0);
    assertThat(metrics.read(KEY, Statistic.of("p90"), NOW, 60, 1, end)[0]).isBetween(38.0, 41.0);
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
    Instant now = NOW.plus(Duration.ofHours(3));
    assertThat(metrics.read(KEY, Statistic.SUM, from, 3600, 2, now)).containsExactly(90, 120);
  }

  private double sum(Instant minute) {
    return metrics.read(KEY, Statistic.SUM, minute, 60, 1, minute.plusSeconds(600))[0];
  }
}
