package dev.slipway.loadtest;

import dev.slipway.cloud.Recommender.Found;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One way to host the model, as the Inference Recommender measured it. Values that AWS does not
 * tell are null.
 *
 * @param costPerHour in dollars, as is the cost of an inference
 * @param targetInvocationsPerInstance what target tracking should aim for
 * @param containerEnvironment the variables that the job tuned; null for none
 */
record RecommendedHosting(
    String instanceType,
    int initialInstanceCount,
    @Nullable Integer maxInvocationsPerMinute,
    @Nullable Integer modelLatencyMs,
    @Nullable Double costPerHour,
    @Nullable Double costPerInference,
    @Nullable Integer targetInvocationsPerInstance,
    @Nullable Map<String, String> containerEnvironment) {

  static RecommendedHosting of(Found found, double safetyFactor) {
    return new RecommendedHosting(
        found.instanceType(),
        found.initialInstanceCount(),
        found.maxInvocations(),
        found.modelLatencyMs(),
        found.costPerHour(),
        found.costPerInference(),
        target(found, safetyFactor),
        found.environment().isEmpty() ? null : found.environment());
  }

  /**
   * The target, computed as from a load test's rate, except that the Recommender's rate is by the
   * minute already.
   */
  private static @Nullable Integer target(Found found, double safetyFactor) {
    Integer most = found.maxInvocations();
    if (most == null || most <= 0) return null;
    double each = most / (double) Math.max(1, found.initialInstanceCount());
    return (int) Math.max(1, Math.floor(each * safetyFactor));
  }
}
