package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.endpoint.Route.Serving;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What becomes of the metrics of releases that serve no more. */
class ForgottenReleaseTests {

  @AutoClose private final RunningProxy proxy = RunningProxy.start();

  @Test
  void aReleaseThatHasLeftTheRoutesLeavesTheMetricsToo() {
    proxy.serves(new Serving(41, "v1"));
    await()
        .untilAsserted(
            () -> assertThat(release(proxy.predict(RunningProxy.NAMED, "x"))).isEqualTo("41"));
    await().untilAsserted(() -> assertThat(timers("41")).isEqualTo(3));
    proxy.proxy.sweep();
    assertThat(timers("41")).isEqualTo(3);
    proxy.serves(new Serving(42, "v2"));
    await()
        .untilAsserted(
            () -> assertThat(release(proxy.predict(RunningProxy.NAMED, "x"))).isEqualTo("42"));
    await().untilAsserted(() -> assertThat(timers("42")).isEqualTo(3));
    for (int minute = 0; minute < 9; minute++) proxy.proxy.sweep();
    assertThat(timers("41")).as("until it has been read").isEqualTo(3);
    proxy.proxy.sweep();
    assertThat(timers("41")).isZero();
    assertThat(timers("42")).isEqualTo(3);
  }

  private int timers(String release) {
    return proxy.registry.getMeters().stream()
        .filter(meter -> release.equals(meter.getId().getTag("release")))
        .toList()
        .size();
  }

  private static String release(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-slipway-release").orElse("");
  }
}
