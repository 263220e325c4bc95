package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The metrics as Prometheus reads them. */
class ScrapedMetricsTests {

  private static final Pattern NAME = Pattern.compile("(?m)^\\| `(slipway_proxy_[a-z_]+)`");

  @Test
  void everyMetricThatTheDocumentNamesIsThere() throws IOException {
    Set<String> named =
        NAME.matcher(Files.readString(Path.of("docs", "proxy.md")))
            .results()
            .map(name -> name.group(1))
            .collect(Collectors.toSet());
    assertThat(named).hasSizeGreaterThan(6);
    try (RunningProxy proxy = RunningProxy.start()) {
      proxy.predict(RunningProxy.NAMED, "x");
      await()
          .untilAsserted(() -> {
            String scraped = proxy.registry.scrape();
            assertThat(named)
                .allSatisfy(name ->
                    assertThat(scraped).containsPattern("(?m)^" + name + "(_bucket|_total)?[{ ]"));
            assertThat(scraped)
                .containsPattern(
                    "slipway_proxy_overhead_seconds_bucket\\{environment=\"prod\","
                        + "model=\"fraud-detector\",release=\"7\",status=\"200\","
                        + "variant=\"primary\",le=\"0.005\"} ");
          });
    }
  }
}
