package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** What the tests of faults share: short patience, and a count of what may not be left behind. */
final class Faults {

  /** Connections to SageMaker that may be kept for the next ones: fewer than a fault's callers. */
  private static final int KEPT = 10;

  private Faults() {}

  static ProxySettings impatient() {
    return impatient(RunningProxy.settings().headTimeout());
  }

  /**
   * The same.
   *
   * @param headTimeout also with callers who are slow to ask
   */
  static ProxySettings impatient(Duration headTimeout) {
    ProxySettings usual = RunningProxy.settings();
    return new ProxySettings(
        usual.address(),
        usual.port(),
        usual.listeners(),
        DataSize.ofMegabytes(1),
        DataSize.ofMegabytes(4),
        headTimeout,
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        usual.connectTimeout(),
        usual.connections(),
        usual.waiting(),
        usual.retries(),
        usual.routesEvery(),
        usual.depositsEvery(),
        usual.drain());
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
