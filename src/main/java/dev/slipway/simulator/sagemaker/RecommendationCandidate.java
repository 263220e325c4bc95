package dev.slipway.simulator.sagemaker;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.EndpointOutputConfiguration;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantServerlessConfig;
import software.amazon.awssdk.services.sagemaker.model.RecommendationJobInputConfig;
import software.amazon.awssdk.services.sagemaker.model.RecommendationMetrics;

/**
 * Hosting that a recommendation job tries, and how it would do. The figures come of one formula:
 *
 * <ul>
 *   <li>an inference takes 5 ms of a processor, and what the model holds up its answer;
 *   <li>at the most load that is sensible 70 % of the processors are busy, and an answer takes half
 *       as long again;
 *   <li>the cost of an inference is the cost of an hour over 60 times the most invocations a
 *       minute.
 * </ul>
 *
 * @param instanceType null when it is serverless
 * @param serverless null when it is not
 */
record RecommendationCandidate(
    @Nullable String instanceType, @Nullable ProductionVariantServerlessConfig serverless) {

  private static final double COMPUTING_MS = 5;
  private static final double BUSY = 0.7;
  private static final double LOADED = 1.5;

  /** Dollars for a gigabyte and a second of serverless inference, near what us-east-1 asks for. */
  private static final double GIGABYTE_SECOND = 0.00002;

  private static final List<String> USUAL =
      List.of("ml.c5.large", "ml.c5.xlarge", "ml.m5.large", "ml.m5.xlarge", "ml.c5.2xlarge");

  static List<RecommendationCandidate> of(RecommendationJobInputConfig input) {
    List<RecommendationCandidate> all = new ArrayList<>();
    input
        .endpointConfigurations()
        .forEach(each ->
            all.add(
                new RecommendationCandidate(each.instanceTypeAsString(), each.serverlessConfig())));
    if (all.isEmpty()) {
      List<String> types =
          input.containerConfig() == null
                  || input.containerConfig().supportedInstanceTypes().isEmpty()
              ? USUAL
              : input.containerConfig().supportedInstanceTypes();
      types.stream().limit(10).forEach(type -> all.add(new RecommendationCandidate(type, null)));
    }
    return all;
  }

  /**
   * How it does.
   *
   * @param heldMs how long the model holds up an answer
   * @param instances how many of it there are
   * @param most invocations a minute after which it is not tried further; null for no such limit
   * @param microseconds whether latency is told in microseconds instead of milliseconds
   */
  RecommendationMetrics metrics(
      double heldMs, int instances, @Nullable Integer most, boolean microseconds) {
    double service = COMPUTING_MS + heldMs;
    String type = instanceType;
    ProductionVariantServerlessConfig config = serverless;
    double parallel =
        type != null ? InstanceSize.of(type).processors() * BUSY : concurrency(config);
    int invocations = (int) (parallel * instances * 60_000 / service);
    if (most != null) {
      invocations = Math.min(invocations, most);
    }
    RecommendationMetrics.Builder metrics =
        RecommendationMetrics.builder()
            .maxInvocations(invocations)
            .modelLatency((int) Math.ceil(latencyMs(heldMs) * (microseconds ? 1_000 : 1)))
            .memoryUtilization(20f)
            .cpuUtilization((float) (100 * BUSY));
    if (type != null) {
      double hour = InstanceSize.of(type).dollarsAnHour() * instances;
      return metrics
          .costPerHour((float) hour)
          .costPerInference((float) (hour / 60 / Math.max(1, invocations)))
          .build();
    }
    double gigabytes = (config == null ? 1_024 : config.memorySizeInMB()) / 1_024.0;
    return metrics
        .costPerInference((float) (gigabytes * latencyMs(heldMs) / 1_000 * GIGABYTE_SECOND))
        .modelSetupTime(microseconds ? 2_000_000 : 2_000)
        .build();
  }

  /** An answer's time under load, in milliseconds. */
  static double latencyMs(double heldMs) {
    return (COMPUTING_MS + heldMs) * LOADED;
  }

  /** As AWS tells it: an endpoint that the job made, by a name of the job's. */
  EndpointOutputConfiguration shown(String job, int number) {
    String name = "sm-epc-" + job.toLowerCase(Locale.ROOT) + "-" + number;
    String made = name.length() > 63 ? name.substring(name.length() - 63) : name;
    return EndpointOutputConfiguration.builder()
        .endpointName(made)
        .variantName(made)
        .instanceType(instanceType)
        .initialInstanceCount(instanceType == null ? null : 1)
        .serverlessConfig(serverless)
        .build();
  }

  private static int concurrency(@Nullable ProductionVariantServerlessConfig config) {
    return config == null || config.maxConcurrency() == null ? 1 : config.maxConcurrency();
  }
}
