package dev.slipway.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.WallClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestValuesTests {

  private static final RecordedGauge CARTS =
      RecordedGauge.count("slipway.carts", "Carts that wait", "shop");
  private static final RecordedGauge LONGEST =
      RecordedGauge.seconds("slipway.carts.longest", "How long they have", "shop");

  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final LatestValues latest = new LatestValues(registry, new WallClock(() -> now));

  @Test
  void aValueIsToldUnderItsNameUnitAndLabelsUntilTheNext() {
    latest.replace(
        List.of(CARTS.value(2, "north"), LONGEST.lasting(now.minusSeconds(90), now, "north")), now);
    assertThat(registry.scrape())
        .contains("# HELP slipway_carts Carts that wait")
        .contains("slipway_carts{shop=\"north\"} 2.0")
        .contains("slipway_carts_longest_seconds{shop=\"north\"} 90.0");

    latest.replace(List.of(CARTS.value(0, "north"), LONGEST.lasting(null, now, "north")), now);
    assertThat(registry.scrape())
        .contains("slipway_carts{shop=\"north\"} 0.0")
        .contains("slipway_carts_longest_seconds{shop=\"north\"} 0.0");
  }

  @Test
  void whatIsNotThereAnyMoreIsNotToldAnyMore() {
    latest.replace(List.of(CARTS.value(2, "north"), CARTS.value(1, "south")), now);
    latest.replace(List.of(CARTS.value(1, "south")), now);
    assertThat(registry.scrape())
        .contains("slipway_carts{shop=\"south\"} 1.0")
        .doesNotContain("north");
  }

  @Test
  void theirAgeIsToldAlsoBeforeTheFirst() {
    now = now.plusSeconds(30);
    assertThat(registry.scrape()).contains("slipway_record_age_seconds 30.0");
    latest.replace(List.of(), now);
    assertThat(registry.scrape()).contains("slipway_record_age_seconds 0.0");
    now = now.plusSeconds(400);
    assertThat(registry.scrape()).contains("slipway_record_age_seconds 400.0");
  }

  @Test
  void aValueHasAsManyLabelsAsItsGauge() {
    assertThatThrownBy(() -> CARTS.value(1)).hasMessageContaining("[shop]");
  }
}
