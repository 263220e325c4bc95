package dev.slipway.simulator.sagemaker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.CreateInferenceRecommendationsJobRequest;
import software.amazon.awssdk.services.sagemaker.model.EndpointPerformance;
import software.amazon.awssdk.services.sagemaker.model.InferenceRecommendation;
import software.amazon.awssdk.services.sagemaker.model.ModelConfiguration;
import software.amazon.awssdk.services.sagemaker.model.ModelLatencyThreshold;
import software.amazon.awssdk.services.sagemaker.model.RecommendationJobInferenceBenchmark;
import software.amazon.awssdk.services.sagemaker.model.RecommendationMetrics;

/**
 * What a recommendation job comes to, cheapest inference first.
 *
 * @param job whose results they are
 * @param microseconds whether latency is told in microseconds instead of milliseconds
 */
record RecommendationResults(RecommendationJob job, boolean microseconds) {

  static RecommendationResults of(RecommendationJob job, boolean microseconds) {
    return new RecommendationResults(job, microseconds);
  }

  /** Whether nothing met the stopping conditions. */
  boolean isEmpty() {
    return job.measuredType() == null && benchmarks().isEmpty();
  }

  List<InferenceRecommendation> recommendations() {
    List<InferenceRecommendation> all = new ArrayList<>();
    for (RecommendationJobInferenceBenchmark benchmark : benchmarks()) {
      all.add(
          InferenceRecommendation.builder()
              .recommendationId(job.name() + "/" + (all.size() + 1))
              .metrics(benchmark.metrics())
              .endpointConfiguration(benchmark.endpointConfiguration())
              .modelConfiguration(benchmark.modelConfiguration())
              .invocationStartTime(benchmark.invocationStartTime())
              .invocationEndTime(benchmark.invocationEndTime())
              .build());
    }
    return all;
  }

  List<RecommendationJobInferenceBenchmark> benchmarks() {
    List<RecommendationJobInferenceBenchmark> all = new ArrayList<>();
    if (!tooSlow()) {
      for (RecommendationCandidate candidate : job.candidates()) {
        all.add(
            RecommendationJobInferenceBenchmark.builder()
                .metrics(metrics(candidate))
                .endpointConfiguration(candidate.shown(job.name(), all.size() + 1))
                .modelConfiguration(ModelConfiguration.builder().build())
                .invocationStartTime(job.begins())
                .invocationEndTime(job.ends())
                .build());
      }
    }
    all.sort(Comparator.comparing(benchmark -> benchmark.metrics().costPerInference()));
    return all;
  }

  /** Of the endpoint that was measured. */
  EndpointPerformance performance() {
    RecommendationMetrics metrics = metrics(new RecommendationCandidate(job.measuredType(), null));
    return EndpointPerformance.builder()
        .endpointInfo(job.request().inputConfig().endpoints().getFirst())
        .metrics(
            m -> m.maxInvocations(metrics.maxInvocations()).modelLatency(metrics.modelLatency()))
        .build();
  }

  private RecommendationMetrics metrics(RecommendationCandidate candidate) {
    return candidate.metrics(heldMs(), job.instances(), most(), microseconds);
  }

  private double heldMs() {
    return job.held().toNanos() / 1e6;
  }

  private @Nullable Integer most() {
    CreateInferenceRecommendationsJobRequest request = job.request();
    return request.stoppingConditions() == null
        ? null
        : request.stoppingConditions().maxInvocations();
  }

  private boolean tooSlow() {
    var stopping = job.request().stoppingConditions();
    if (stopping == null) {
      return false;
    }
    return stopping.modelLatencyThresholds().stream()
        .map(ModelLatencyThreshold::valueInMilliseconds)
        .anyMatch(limit -> limit != null && RecommendationCandidate.latencyMs(heldMs()) > limit);
  }
}
