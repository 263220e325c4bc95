package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.testing.MonitoringPage;
import dev.slipway.testing.Scrape;
import dev.slipway.traffic.TrafficRules;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The metrics as Prometheus reads them. */
class ScrapedMetricsTests {

  private static final TrafficRules QUICK =
      new TrafficRules(null, new TrafficRules.Breaker(0.5, 4, 600, 600), null, null, null);

  @Test
  void thePageOnMonitoringHasEveryMetricWithItsLabelsAndNoOther() {
    Map<String, Set<String>> told =
        MonitoringPage.metrics(name -> name.startsWith("slipway_proxy_"));
    assertThat(told).hasSizeGreaterThan(6);
    try (RunningProxy proxy = RunningProxy.start()) {
      proxy.rules(QUICK);
      proxy.predict(RunningProxy.NAMED, "x");
      await()
          .untilAsserted(() -> {
            String scraped = proxy.registry.scrape();
            Map<String, Set<String>> there = new TreeMap<>();
            Scrape.of(scraped)
                .metrics()
                .forEach((name, metric) -> {
                  assertThat(metric.help()).as(name).isNotEmpty();
                  there.put(name, metric.labels());
                });
            assertThat(there).isEqualTo(told);
            assertThat(scraped)
                .containsPattern(
                    "slipway_proxy_overhead_seconds_bucket\\{environment=\"prod\","
                        + "model=\"fraud-detector\",release=\"7\",status=\"200\","
                        + "variant=\"primary\",le=\"0.005\"} ");
          });
    }
  }

  @Test
  void whatABreakerDoesNotLetThroughIsCountedFromItsBeginningOn() {
    try (RunningProxy proxy = RunningProxy.start(Map.of("listeners", 1, "retries", 0))) {
      proxy.rules(QUICK);
      proxy.predict(RunningProxy.NAMED, "x");
      assertThat(refusals(proxy)).contains("} 0.0");

      proxy.upstream.always(TestUpstream.error(500, "InternalFailure", "no"));
      for (int i = 0; i < 6; i++) proxy.predict(RunningProxy.NAMED, "x");
      assertThat(refusals(proxy)).as("three of four had failed").contains("} 3.0");
    }
  }

  private static String refusals(RunningProxy proxy) {
    return proxy
        .registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith("slipway_proxy_breaker_refusals_total{"))
        .reduce("", String::concat);
  }
}
