package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the tests of faults share: short patience, and a count of what may not be left behind. */
final class Faults {

  /** Connections to SageMaker that may be kept for the next ones: fewer than a fault's callers. */
  private static final int KEPT = 10;

  private Faults() {}

  static Map<String, ?> impatient() {
    return impatient(Map.of());
  }

  /** The same with other settings. */
  static Map<String, ?> impatient(Map<String, ?> others) {
    Map<String, Object> all = new HashMap<>();
    all.put("max-body", "1MB");
    all.put("body-memory", "4MB");
    all.put("read-timeout", "1s");
    all.put("deadline", "2s");
    all.putAll(others);
    return all;
  }

  /** No request, caller's connection, byte of a body or connection to SageMaker is left. */
  static void assertNothingLeft(RunningProxy proxy) {
    await()
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> {
          for (String what : List.of("in.flight", "connections", "body.bytes")) {
            assertThat(proxy.registry.get("slipway.proxy." + what).gauge().value())
                .as(what)
                .isZero();
          }
          assertThat(proxy.upstream.open).hasValueLessThanOrEqualTo(KEPT);
        });
  }
}
