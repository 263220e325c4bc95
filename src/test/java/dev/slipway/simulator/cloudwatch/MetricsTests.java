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
    assertThat(metrics.list(KEY.scope(), later)).isEmpty();

    held.add(later, 2);
    assertThat(sum(later)).isEqualTo(2);
    assertThat(metrics.list(KEY.scope(), later)).containsExactly(KEY);
  }

  private double sum(Instant minute) {
    return metrics.read(KEY, Statistic.SUM, minute, 60, 1, minute.plusSeconds(600))[0];
  }
}
