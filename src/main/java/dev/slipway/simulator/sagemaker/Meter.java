package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.cloudwatch.MetricKey;
import dev.slipway.simulator.cloudwatch.Metrics;
import dev.slipway.simulator.cloudwatch.Series;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The metrics of one variant of one fleet, under EndpointName + VariantName and, once it has
 * traffic, also with EndpointConfigName.
 */
final class Meter {

  /** The series of one set of dimensions. */
  private record Set(
      Series invocations,
      Series perInstance,
      Series clientErrors,
      Series serverErrors,
      Series modelLatency,
      Series overhead,
      Series cpu) {

    static Set of(Metrics metrics, Scope scope, Map<String, String> dimensions) {
      String namespace = "AWS/SageMaker";
      return new Set(
          metrics.series(new MetricKey(scope, namespace, "Invocations", dimensions)),
          metrics.series(new MetricKey(scope, namespace, "InvocationsPerInstance", dimensions)),
          metrics.series(new MetricKey(scope, namespace, "Invocation4XXErrors", dimensions)),
          metrics.series(new MetricKey(scope, namespace, "Invocation5XXErrors", dimensions)),
          metrics.series(new MetricKey(scope, namespace, "ModelLatency", dimensions)),
          metrics.series(new MetricKey(scope, namespace, "OverheadLatency", dimensions)),
          metrics.series(
              new MetricKey(scope, "/aws/sagemaker/Endpoints", "CPUUtilization", dimensions)));
    }
  }

  private final List<Set> sets;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong busyMicros = new AtomicLong();

  Meter(Metrics metrics, Scope scope, String endpoint, String variant, String config) {
    this.sets =
        List.of(
            Set.of(metrics, scope, Map.of("EndpointName", endpoint, "VariantName", variant)),
            Set.of(
                metrics,
                scope,
                Map.of(
                    "EndpointName",
                    endpoint,
                    "VariantName",
                    variant,
                    "EndpointConfigName",
                    config)));
  }

  /**
   * One answered request.
   *
   * @param status the container's; 0 for none in time
   * @param instances how many serve the variant
   */
  void answered(Instant now, int status, double modelMicros, double overheadMicros, int instances) {
    requests.incrementAndGet();
    busyMicros.addAndGet((long) modelMicros);
    for (Set set : sets) {
      set.invocations.add(now, 1);
      set.perInstance.add(now, 1.0 / Math.max(1, instances));
      set.clientErrors.add(now, status >= 400 && status < 500 ? 1 : 0);
      set.serverErrors.add(now, status >= 500 || status == 0 ? 1 : 0);
      set.modelLatency.add(now, modelMicros);
      set.overhead.add(now, overheadMicros);
    }
  }

  /**
   * A minute has passed: CPU, and zeros when nobody asked.
   *
   * @param instances of this fleet
   * @param secondsOfMachine how long that minute was in the machine's time
   */
  void minute(Instant within, int instances, double secondsOfMachine, boolean idleZeros) {
    long served = requests.getAndSet(0);
    double busy = busyMicros.getAndSet(0) / 1e6 / Math.max(1e-3, secondsOfMachine);
    double cpu = Math.min(100, 1 + 100 * busy / Math.max(1, instances));
    for (Set set : sets) {
      set.cpu.add(within, cpu);
      if (served == 0 && idleZeros) {
        set.invocations.add(within, 0);
        set.perInstance.add(within, 0);
      }
    }
  }
}
