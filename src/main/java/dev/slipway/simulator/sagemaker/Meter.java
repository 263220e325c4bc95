package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.cloudwatch.MetricKey;
import dev.slipway.simulator.cloudwatch.Metrics;
import dev.slipway.simulator.cloudwatch.Series;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one variant of one fleet, under EndpointName + VariantName and, once it has
 * traffic, also with EndpointConfigName.
 */
final class Meter {

  private static final String NAMESPACE = "AWS/SageMaker";

  /** The series of one set of dimensions. */
  private record Set(
      Series invocations,
      Series clientErrors,
      Series serverErrors,
      Series modelErrors,
      Series modelLatency,
      Series overhead,
      @Nullable Steady instances,
      @Nullable OnDemand onDemand) {

    static Set of(
        Metrics metrics, Scope scope, Map<String, String> dimensions, boolean serverless) {
      return new Set(
          metrics.series(new MetricKey(scope, NAMESPACE, "Invocations", dimensions)),
          metrics.series(new MetricKey(scope, NAMESPACE, "Invocation4XXErrors", dimensions)),
          metrics.series(new MetricKey(scope, NAMESPACE, "Invocation5XXErrors", dimensions)),
          metrics.series(new MetricKey(scope, NAMESPACE, "InvocationModelErrors", dimensions)),
          metrics.series(new MetricKey(scope, NAMESPACE, "ModelLatency", dimensions)),
          metrics.series(new MetricKey(scope, NAMESPACE, "OverheadLatency", dimensions)),
          serverless ? null : Steady.of(metrics, scope, dimensions),
          serverless ? OnDemand.of(metrics, scope, dimensions) : null);
    }
  }

  /** What only variants of instances report. */
  private record Steady(Series perInstance, Series cpu, Series concurrent) {
    static Steady of(Metrics metrics, Scope scope, Map<String, String> dimensions) {
      return new Steady(
          metrics.series(new MetricKey(scope, NAMESPACE, "InvocationsPerInstance", dimensions)),
          metrics.series(
              new MetricKey(scope, "/aws/sagemaker/Endpoints", "CPUUtilization", dimensions)),
          metrics.series(
              new MetricKey(scope, NAMESPACE, "ConcurrentRequestsPerModel", dimensions)));
    }
  }

  /** What only serverless variants report ("Monitor a serverless endpoint"). */
  private record OnDemand(
      Series setup,
      Series utilization,
      Series provisionedUtilization,
      Series provisionedExecutions,
      Series provisionedInvocations,
      Series spillover) {
    static OnDemand of(Metrics metrics, Scope scope, Map<String, String> dimensions) {
      String provisioned = "ServerlessProvisionedConcurrency";
      return new OnDemand(
          metrics.series(new MetricKey(scope, NAMESPACE, "ModelSetupTime", dimensions)),
          metrics.series(
              new MetricKey(
                  scope, NAMESPACE, "ServerlessConcurrentExecutionsUtilization", dimensions)),
          metrics.series(new MetricKey(scope, NAMESPACE, provisioned + "Utilization", dimensions)),
          metrics.series(new MetricKey(scope, NAMESPACE, provisioned + "Executions", dimensions)),
          metrics.series(new MetricKey(scope, NAMESPACE, provisioned + "Invocations", dimensions)),
          metrics.series(
              new MetricKey(scope, NAMESPACE, provisioned + "SpilloverInvocations", dimensions)));
    }

    void add(Instant now, double setupMicros, Place.Load load) {
      if (setupMicros > 0) {
        setup.add(now, setupMicros);
      }
      utilization.add(now, (double) load.running() / load.most());
      if (load.warm() > 0) {
        int within = Math.min(load.running(), load.warm());
        boolean spilled = load.running() > load.warm();
        provisionedUtilization.add(now, (double) within / load.warm());
        provisionedExecutions.add(now, within);
        provisionedInvocations.add(now, spilled ? 0 : 1);
        spillover.add(now, spilled ? 1 : 0);
      }
    }
  }

  /**
   * What became of one request.
   *
   * @param status the container's; 0 for none in time
   * @param instances how many serve the variant
   * @param setupMicros how long an environment took to start for it, in AWS time
   * @param load of a serverless variant
   */
  record Reading(
      int status,
      double modelMicros,
      double overheadMicros,
      int instances,
      double setupMicros,
      Place.@Nullable Load load) {}

  private final List<Set> sets;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong busyMicros = new AtomicLong();

  Meter(
      Metrics metrics,
      Scope scope,
      String endpoint,
      String variant,
      String config,
      boolean serverless) {
    Map<String, String> wide = Map.of("EndpointName", endpoint, "VariantName", variant);
    Map<String, String> narrow =
        Map.of("EndpointName", endpoint, "VariantName", variant, "EndpointConfigName", config);
    this.sets =
        List.of(
            Set.of(metrics, scope, wide, serverless), Set.of(metrics, scope, narrow, serverless));
  }

  /** One answered request. */
  void answered(Instant now, Reading reading) {
    requests.incrementAndGet();
    busyMicros.addAndGet((long) reading.modelMicros());
    int status = reading.status();
    boolean server = status >= 500 || status == 0;
    boolean client = status >= 400 && status < 500;
    for (Set set : sets) {
      set.invocations.add(now, 1);
      set.clientErrors.add(now, client ? 1 : 0);
      set.serverErrors.add(now, server ? 1 : 0);
      set.modelErrors.add(now, client || server ? 1 : 0);
      set.modelLatency.add(now, reading.modelMicros());
      set.overhead.add(now, reading.overheadMicros() + reading.setupMicros());
      if (set.instances != null) {
        set.instances.perInstance.add(now, 1.0 / Math.max(1, reading.instances()));
      }
      if (set.onDemand != null && reading.load() != null) {
        set.onDemand.add(now, reading.setupMicros(), reading.load());
      }
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
      if (set.instances != null) {
        set.instances.cpu.add(within, cpu);
      }
      if (served == 0 && idleZeros) {
        set.invocations.add(within, 0);
        if (set.instances != null) {
          set.instances.perInstance.add(within, 0);
        }
        if (set.onDemand != null) {
          set.onDemand.provisionedUtilization.add(within, 0);
        }
      }
    }
  }

  /** How many requests each instance is working on, under EndpointName + VariantName. */
  void concurrent(Instant now, double perInstance) {
    Steady instances = sets.getFirst().instances;
    if (instances != null) {
      instances.concurrent.addPrecisely(now, perInstance);
    }
  }
}
