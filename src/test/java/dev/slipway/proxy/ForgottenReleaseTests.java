package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.endpoint.Route;
import dev.slipway.endpoint.Route.Serving;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  @Test
  void anEndpointThatHasLeftTheRoutesLeavesItsBreakersCountToo() {
    var registry = new SimpleMeterRegistry();
    var metrics = new ProxyMetrics(registry);
    List<Route> all = new ArrayList<>(List.of(RunningProxy.route(List.of(new Serving(7, "v2")))));
    var upstreams = new KnownUpstreams(new RunningProxy.OneCloud(proxy.upstream.upstream()));
    var routes = new KnownRoutes(() -> all, Map::of, upstreams);
    routes.refresh();
    metrics.breakerRefusals(all.getFirst()).increment();
    metrics.sweep(routes);
    assertThat(registry.getMeters()).anyMatch(ForgottenReleaseTests::isOfABreaker);

    all.clear();
    routes.refresh();
    metrics.sweep(routes);
    assertThat(registry.getMeters()).noneMatch(ForgottenReleaseTests::isOfABreaker);
  }

  private static boolean isOfABreaker(Meter meter) {
    return meter.getId().getName().equals("slipway.proxy.breaker.refusals");
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
