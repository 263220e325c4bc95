package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.wire.ServiceException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.CreateInferenceRecommendationsJobRequest;
import software.amazon.awssdk.services.sagemaker.model.EndpointInputConfiguration;
import software.amazon.awssdk.services.sagemaker.model.ModelLatencyThreshold;
import software.amazon.awssdk.services.sagemaker.model.Phase;
import software.amazon.awssdk.services.sagemaker.model.RecommendationJobInputConfig;
import software.amazon.awssdk.services.sagemaker.model.RecommendationJobType;
import software.amazon.awssdk.services.sagemaker.model.Stairs;
import software.amazon.awssdk.services.sagemaker.model.TrafficPattern;
import software.amazon.awssdk.services.sagemaker.model.TrafficType;

/**
 * What CreateInferenceRecommendationsJob refuses beyond the service model's constraints: the ranges
 * that only the API reference's prose tells. AWS's texts for these are not documented.
 */
final class RecommenderChecks {

  private static final int LONGEST = 18_000;

  private RecommenderChecks() {}

  static void check(CreateInferenceRecommendationsJobRequest request) {
    RecommendationJobInputConfig input = request.inputConfig();
    if (input.modelPackageVersionArn() != null) {
      throw ServiceException.validation(
          "ModelName is needed: model packages are not modelled by this simulator.");
    }
    if (input.modelName() == null && input.endpoints().isEmpty()) {
      throw ServiceException.validation(
          "InputConfig must name a ModelName, a ModelPackageVersionArn or an endpoint.");
    }
    range("jobDurationInSeconds", input.jobDurationInSeconds(), 1, LONGEST);
    boolean advanced = request.jobType() == RecommendationJobType.ADVANCED;
    if (advanced && input.endpointConfigurations().isEmpty() == input.endpoints().isEmpty()) {
      throw ServiceException.validation(
          "An Advanced job needs exactly one of EndpointConfigurations and Endpoints.");
    }
    if (!advanced && input.trafficPattern() != null) {
      throw ServiceException.validation("TrafficPattern is for Advanced jobs only.");
    }
    input.endpointConfigurations().forEach(RecommenderChecks::candidate);
    traffic(input.trafficPattern());
    if (request.stoppingConditions() != null) {
      request.stoppingConditions().modelLatencyThresholds().forEach(RecommenderChecks::threshold);
    }
  }

  private static void candidate(EndpointInputConfiguration candidate) {
    if ((candidate.instanceType() == null) == (candidate.serverlessConfig() == null)) {
      throw ServiceException.validation(
          "Each of EndpointConfigurations needs exactly one of InstanceType and ServerlessConfig.");
    }
  }

  private static void traffic(@Nullable TrafficPattern pattern) {
    if (pattern == null) {
      return;
    }
    boolean stairs = pattern.trafficType() == TrafficType.STAIRS;
    if (stairs != (pattern.stairs() != null)) {
      throw ServiceException.validation("Stairs belong to the traffic type STAIRS.");
    }
    if (stairs == !pattern.phases().isEmpty()) {
      throw ServiceException.validation("Phases belong to the traffic type PHASES.");
    }
    for (Phase phase : pattern.phases()) {
      range("initialNumberOfUsers", phase.initialNumberOfUsers(), 1, 3);
      range("spawnRate", phase.spawnRate(), 0, 3);
      range("durationInSeconds", phase.durationInSeconds(), 120, 3_600);
    }
    Stairs steps = pattern.stairs();
    if (steps != null) {
      range("usersPerStep", steps.usersPerStep(), 1, 3);
      range("numberOfSteps", steps.numberOfSteps(), 1, 3);
      range("durationInSeconds", steps.durationInSeconds(), 120, 3_600);
    }
  }

  private static void threshold(ModelLatencyThreshold threshold) {
    if (!List.of("P95", "P99").contains(String.valueOf(threshold.percentile()))) {
      throw ServiceException.validation("Percentile must be P95 or P99.");
    }
    range("valueInMilliseconds", threshold.valueInMilliseconds(), 1, Integer.MAX_VALUE);
  }

  private static void range(String member, @Nullable Integer value, int least, int most) {
    if (value != null && (value < least || value > most)) {
      throw ServiceException.validation(
          "1 validation error detected: Value '"
              + value
              + "' at '"
              + member
              + "' failed to satisfy constraint: Member must have value "
              + (value < least
                  ? "greater than or equal to " + least
                  : "less than or equal to " + most));
    }
  }
}
