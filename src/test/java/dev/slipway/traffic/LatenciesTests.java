package dev.slipway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTests {

  @Test
  void quantilesAreTrueToAFifth() {
    var latencies = new Latencies();
    for (int i = 1; i <= 1000; i++) latencies.add(i);
    assertThat(latencies.quantile(0.5)).isCloseTo(500, Percentage.withPercentage(20));
    assertThat(latencies.quantile(0.99)).isCloseTo(990, Percentage.withPercentage(20));
    Latencies twice = latencies.plus(Latencies.of(latencies.stored()));
    assertThat(twice.quantile(0.5)).isEqualTo(latencies.quantile(0.5));
  }

  @Test
  void theLeastAndTheMostHaveTheirPlaceToo() {
    var latencies = new Latencies();
    assertThat(latencies.quantile(0.5)).isNull();
    latencies.add(0);
    assertThat(latencies.quantile(0.5)).isEqualTo(0.1);
    latencies.add(1e9);
    assertThat(latencies.quantile(1)).isGreaterThan(60_000.0);
  }
}
