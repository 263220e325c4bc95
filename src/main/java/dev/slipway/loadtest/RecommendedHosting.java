package dev.slipway.loadtest;

import dev.slipway.cloud.Recommender.Found;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One way to host the model, as the Inference Recommender measured it. What AWS does not tell is
 * null.
 *
 * @param costPerHour in dollars, as is the cost of an inference
 * @param targetInvocationsPerInstance what target tracking should aim for
 * @param containerEnvironment what the job tuned of it; null for nothing
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

  /** As with a load test's rate, but that the Recommender tells it by the minute already. */
  private static @Nullable Integer target(Found found, double safetyFactor) {
    Integer most = found.maxInvocations();
    if (most == null || most <= 0) return null;
    double each = most / (double) Math.max(1, found.initialInstanceCount());
    return (int) Math.max(1, Math.floor(each * safetyFactor));
  }
}
