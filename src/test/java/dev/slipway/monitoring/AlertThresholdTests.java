package dev.slipway.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** When the alerts that are shipped fire: Prometheus's own tool runs their tests. */
class AlertThresholdTests {

  private static final Path TESTS = Path.of("docs", "monitoring", "alerts.test.yaml");

  @Test
  void eachFiresWhenItShouldAndNotBefore() throws IOException, InterruptedException {
    assumeTrue(isThere("promtool"), "promtool is not installed");
    Process run =
        new ProcessBuilder("promtool", "test", "rules", TESTS.toString())
            .redirectErrorStream(true)
            .start();
    String told = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor()).as(told).isZero();
  }

  @Test
  void eachIsTested() throws IOException {
    String tests = Files.readString(TESTS);
    assertThat(AlertRules.read())
        .extracting(AlertRules.Rule::alert)
        .allSatisfy(alert -> assertThat(tests).contains("alertname=\"" + alert + "\""));
  }

  private static boolean isThere(String program) {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getenv("PATH"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
