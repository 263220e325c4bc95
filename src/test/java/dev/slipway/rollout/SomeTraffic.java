package dev.slipway.rollout;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.cloudwatch.MetricKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What SageMaker would report of fleets that are asked by somebody, minute by minute. */
final class SomeTraffic {

  private static final double NOISE = 0.04;

  private final Simulator simulator;
  private final String endpoint;
  private final SplittableRandom random = new SplittableRandom(11);

  SomeTraffic(Simulator simulator, String endpoint) {
    this.simulator = simulator;
    this.endpoint = endpoint;
  }

  /** The present minute of one fleet. */
  void minute(String config, int requests, double latencyMs, int errors) {
    Instant at = now();
    double latency = latencyMs * (1 + NOISE * random.nextGaussian());
    for (Map<String, String> dimensions : both(config)) {
      add(dimensions, "Invocations", at, requests);
      add(dimensions, "Invocation5XXErrors", at, errors);
      add(dimensions, "ModelLatency", at, latency * 1000);
      add(dimensions, "OverheadLatency", at, latency * 100);
    }
  }

  /** So many requests of the present minute that one fleet has counted failed. */
  void errors(String config, int errors) {
    both(config).forEach(dimensions -> add(dimensions, "Invocation5XXErrors", now(), errors));
  }

  private Instant now() {
    return simulator.clock().now().truncatedTo(ChronoUnit.MINUTES);
  }

  /** The dimensions of the endpoint's metrics and of the fleet's. */
  private List<Map<String, String>> both(String config) {
    Map<String, String> whole = Map.of("EndpointName", endpoint, "VariantName", "primary");
    Map<String, String> fleet = new HashMap<>(whole);
    fleet.put("EndpointConfigName", config);
    return List.of(whole, fleet);
  }

  private void add(Map<String, String> dimensions, String metric, Instant at, double value) {
    simulator
        .metrics()
        .series(
            new MetricKey(
                new Scope("123456789012", "us-east-1"), "AWS/SageMaker", metric, dimensions))
        .add(at, value);
  }
}
