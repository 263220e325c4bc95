package dev.slipway.cloud;

import dev.slipway.cloud.Autoscaling.Adjustment;
import dev.slipway.cloud.Autoscaling.LiveStepPolicy;
import dev.slipway.cloud.Autoscaling.Metric;
import dev.slipway.cloud.Autoscaling.Policies;
import dev.slipway.cloud.Autoscaling.ScheduledAction;
import dev.slipway.cloud.Autoscaling.Step;
import dev.slipway.cloud.Autoscaling.StepPolicy;
import dev.slipway.cloud.Autoscaling.TrackingPolicy;
import dev.slipway.cloud.Autoscaling.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.model.AdjustmentType;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricAggregationType;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.StepAdjustment;
import software.amazon.awssdk.services.applicationautoscaling.model.StepScalingPolicyConfiguration;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;

/** Policies between Application Auto Scaling's shapes and Slipway's words. */
final class ScalingShapes {

  /** AWS keeps what is suspended where a registration says nothing of it. */
  static final SuspendedState NOTHING_SUSPENDED =
      SuspendedState.builder()
          .dynamicScalingInSuspended(false)
          .dynamicScalingOutSuspended(false)
          .scheduledScalingSuspended(false)
          .build();

  /** What a policy for variants has when it says nothing (AWS's guide). */
  private static final int DEFAULT_COOLDOWN = 300;

  private ScalingShapes() {}

  static ScalableDimension dimension(Variant variant) {
    return switch (variant.dimension()) {
      case INSTANCE_COUNT -> ScalableDimension.SAGEMAKER_VARIANT_DESIRED_INSTANCE_COUNT;
      case PROVISIONED_CONCURRENCY ->
          ScalableDimension.SAGEMAKER_VARIANT_DESIRED_PROVISIONED_CONCURRENCY;
    };
  }

  static PutScalingPolicyRequest tracking(Variant variant, TrackingPolicy policy) {
    return put(variant, policy.name())
        .policyType(PolicyType.TARGET_TRACKING_SCALING)
        .targetTrackingScalingPolicyConfiguration(tracks ->
            tracks
                .targetValue(policy.target())
                .predefinedMetricSpecification(
                    metric -> metric.predefinedMetricType(type(policy.metric())))
                .scaleInCooldown(policy.scaleInCooldownSeconds())
                .scaleOutCooldown(policy.scaleOutCooldownSeconds()))
        .build();
  }

  static PutScalingPolicyRequest stepping(Variant variant, StepPolicy policy) {
    return put(variant, policy.name())
        .policyType(PolicyType.STEP_SCALING)
        .stepScalingPolicyConfiguration(steps ->
            steps
                .adjustmentType(AdjustmentType.valueOf(policy.adjustment().name()))
                .metricAggregationType(MetricAggregationType.AVERAGE)
                .cooldown(policy.cooldownSeconds())
                .stepAdjustments(
                    policy.steps().stream()
                        .map(step ->
                            StepAdjustment.builder()
                                .metricIntervalLowerBound(step.lowerBound())
                                .metricIntervalUpperBound(step.upperBound())
                                .scalingAdjustment(step.adjustment())
                                .build())
                        .toList()))
        .build();
  }

  private static PutScalingPolicyRequest.Builder put(Variant variant, String name) {
    return PutScalingPolicyRequest.builder()
        .serviceNamespace(ServiceNamespace.SAGEMAKER)
        .scalableDimension(dimension(variant))
        .resourceId(variant.resourceId())
        .policyName(name);
  }

  /** All policies; one that is not wholly told by Slipway's words is named only. */
  static Policies policies(List<ScalingPolicy> given) {
    List<TrackingPolicy> tracking = new ArrayList<>();
    List<LiveStepPolicy> steps = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (ScalingPolicy policy : given) {
      Optional<TrackingPolicy> tracks = tracking(policy);
      Optional<LiveStepPolicy> stepping = stepping(policy);
      tracks.ifPresent(tracking::add);
      stepping.ifPresent(steps::add);
      if (tracks.isEmpty() && stepping.isEmpty()) others.add(policy.policyName());
    }
    return new Policies(tracking, steps, others);
  }

  /** What is switched off, by the names that AWS gives its switches. */
  static List<String> suspended(@Nullable SuspendedState state) {
    if (state == null) return List.of();
    List<String> suspended = new ArrayList<>();
    if (isTrue(state.dynamicScalingInSuspended())) suspended.add("DynamicScalingIn");
    if (isTrue(state.dynamicScalingOutSuspended())) suspended.add("DynamicScalingOut");
    if (isTrue(state.scheduledScalingSuspended())) suspended.add("ScheduledScaling");
    return suspended;
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  /** Target tracking on a metric that Slipway has a word for, in both directions. */
  private static Optional<TrackingPolicy> tracking(ScalingPolicy policy) {
    TargetTrackingScalingPolicyConfiguration tracks =
        policy.targetTrackingScalingPolicyConfiguration();
    if (tracks == null
        || tracks.predefinedMetricSpecification() == null
        || isTrue(tracks.disableScaleIn())) {
      return Optional.empty();
    }
    MetricType type = tracks.predefinedMetricSpecification().predefinedMetricType();
    return Arrays.stream(Metric.values())
        .filter(metric -> type(metric) == type)
        .findFirst()
        .map(metric ->
            new TrackingPolicy(
                policy.policyName(),
                metric,
                tracks.targetValue(),
                Objects.requireNonNullElse(tracks.scaleInCooldown(), DEFAULT_COOLDOWN),
                Objects.requireNonNullElse(tracks.scaleOutCooldown(), DEFAULT_COOLDOWN)));
  }

  private static Optional<LiveStepPolicy> stepping(ScalingPolicy policy) {
    StepScalingPolicyConfiguration steps = policy.stepScalingPolicyConfiguration();
    if (steps == null) return Optional.empty();
    return Arrays.stream(Adjustment.values())
        .filter(it -> AdjustmentType.valueOf(it.name()) == steps.adjustmentType())
        .findFirst()
        .map(adjustment ->
            new LiveStepPolicy(
                new StepPolicy(
                    policy.policyName(),
                    adjustment,
                    Objects.requireNonNullElse(steps.cooldown(), DEFAULT_COOLDOWN),
                    steps.stepAdjustments().stream()
                        .map(step ->
                            new Step(
                                step.metricIntervalLowerBound(),
                                step.metricIntervalUpperBound(),
                                step.scalingAdjustment()))
                        .toList()),
                policy.policyARN()));
  }

  static ScheduledAction scheduled(
      software.amazon.awssdk.services.applicationautoscaling.model.ScheduledAction action) {
    var bounds = action.scalableTargetAction();
    return new ScheduledAction(
        action.scheduledActionName(),
        action.schedule(),
        action.timezone(),
        bounds == null ? null : bounds.minCapacity(),
        bounds == null ? null : bounds.maxCapacity());
  }

  private static MetricType type(Metric metric) {
    return switch (metric) {
      case INVOCATIONS_PER_INSTANCE -> MetricType.SAGE_MAKER_VARIANT_INVOCATIONS_PER_INSTANCE;
      case CONCURRENT_REQUESTS_PER_MODEL ->
          MetricType.SAGE_MAKER_VARIANT_CONCURRENT_REQUESTS_PER_MODEL_HIGH_RESOLUTION;
      case PROVISIONED_CONCURRENCY_UTILIZATION ->
          MetricType.SAGE_MAKER_VARIANT_PROVISIONED_CONCURRENCY_UTILIZATION;
    };
  }
}
