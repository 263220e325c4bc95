package dev.slipway.cloud;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;

/** {@link Autoscaling} over Application Auto Scaling. */
record AwsAutoscaling(Supplier<ApplicationAutoScalingClient> scaling) implements Autoscaling {

  private static final AwsCalls CALLS = new AwsCalls("application-autoscaling");
  private static final ServiceNamespace NAMESPACE = ServiceNamespace.SAGEMAKER;
  private static final ScalableDimension DIMENSION =
      ScalableDimension.SAGEMAKER_VARIANT_DESIRED_INSTANCE_COUNT;
  private static final MetricType INVOCATIONS =
      MetricType.SAGE_MAKER_VARIANT_INVOCATIONS_PER_INSTANCE;

  /** What a policy for variants has when it says nothing (AWS's guide). */
  private static final int DEFAULT_COOLDOWN = 300;

  @Override
  public Optional<Target> findTarget(Variant variant) {
    List<ScalableTarget> targets =
        CALLS.call(
            "DescribeScalableTargets",
            () ->
                scaling
                    .get()
                    .describeScalableTargets(it ->
                        it.serviceNamespace(NAMESPACE)
                            .scalableDimension(DIMENSION)
                            .resourceIds(variant.resourceId()))
                    .scalableTargets());
    return targets.stream()
        .filter(it -> variant.resourceId().equals(it.resourceId()))
        .findFirst()
        .map(it ->
            new Target(
                it.minCapacity(),
                it.maxCapacity(),
                Objects.requireNonNullElse(it.scalableTargetARN(), "")));
  }

  @Override
  public void register(Variant variant, int minimum, int maximum, Map<String, String> tags) {
    // Tags are for a new target only.
    Map<String, String> given = findTarget(variant).isPresent() ? Map.of() : tags;
    CALLS.run(
        "RegisterScalableTarget",
        () ->
            scaling
                .get()
                .registerScalableTarget(it -> {
                  it.serviceNamespace(NAMESPACE)
                      .scalableDimension(DIMENSION)
                      .resourceId(variant.resourceId())
                      .minCapacity(minimum)
                      .maxCapacity(maximum);
                  if (!given.isEmpty()) it.tags(given);
                }));
  }

  @Override
  public void deregister(Variant variant) {
    CALLS.run(
        "DeregisterScalableTarget",
        () ->
            scaling
                .get()
                .deregisterScalableTarget(it ->
                    it.serviceNamespace(NAMESPACE)
                        .scalableDimension(DIMENSION)
                        .resourceId(variant.resourceId())));
  }

  @Override
  public List<TrackingPolicy> policies(Variant variant) {
    return CALLS.call(
        "DescribeScalingPolicies",
        () ->
            scaling
                .get()
                .describeScalingPoliciesPaginator(it ->
                    it.serviceNamespace(NAMESPACE)
                        .scalableDimension(DIMENSION)
                        .resourceId(variant.resourceId()))
                .scalingPolicies()
                .stream()
                .flatMap(it -> tracking(it).stream())
                .toList());
  }

  @Override
  public Map<String, String> tags(String targetArn) {
    return CALLS.call(
        "ListTagsForResource",
        () -> scaling.get().listTagsForResource(it -> it.resourceARN(targetArn)).tags());
  }

  @Override
  public void tag(String targetArn, Map<String, String> tags) {
    CALLS.run(
        "TagResource", () -> scaling.get().tagResource(it -> it.resourceARN(targetArn).tags(tags)));
  }

  @Override
  public void putPolicy(Variant variant, TrackingPolicy policy) {
    CALLS.run(
        "PutScalingPolicy",
        () ->
            scaling
                .get()
                .putScalingPolicy(it ->
                    it.serviceNamespace(NAMESPACE)
                        .scalableDimension(DIMENSION)
                        .resourceId(variant.resourceId())
                        .policyName(policy.name())
                        .policyType(PolicyType.TARGET_TRACKING_SCALING)
                        .targetTrackingScalingPolicyConfiguration(tracks ->
                            tracks
                                .targetValue(policy.targetInvocationsPerInstance())
                                .predefinedMetricSpecification(
                                    metric -> metric.predefinedMetricType(INVOCATIONS))
                                .scaleInCooldown(policy.scaleInCooldownSeconds())
                                .scaleOutCooldown(policy.scaleOutCooldownSeconds()))));
  }

  @Override
  public void deletePolicy(Variant variant, String policyName) {
    CALLS.run(
        "DeleteScalingPolicy",
        () ->
            scaling
                .get()
                .deleteScalingPolicy(it ->
                    it.serviceNamespace(NAMESPACE)
                        .scalableDimension(DIMENSION)
                        .resourceId(variant.resourceId())
                        .policyName(policyName)));
  }

  private static Optional<TrackingPolicy> tracking(ScalingPolicy policy) {
    TargetTrackingScalingPolicyConfiguration tracks =
        policy.targetTrackingScalingPolicyConfiguration();
    if (tracks == null
        || tracks.predefinedMetricSpecification() == null
        || tracks.predefinedMetricSpecification().predefinedMetricType() != INVOCATIONS) {
      return Optional.empty();
    }
    return Optional.of(
        new TrackingPolicy(
            policy.policyName(),
            tracks.targetValue(),
            Objects.requireNonNullElse(tracks.scaleInCooldown(), DEFAULT_COOLDOWN),
            Objects.requireNonNullElse(tracks.scaleOutCooldown(), DEFAULT_COOLDOWN)));
  }
}
