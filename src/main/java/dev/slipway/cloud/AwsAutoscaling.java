package dev.slipway.cloud;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;

/** {@link Autoscaling} over Application Auto Scaling. */
record AwsAutoscaling(Supplier<ApplicationAutoScalingClient> scaling) implements Autoscaling {

  private static final AwsCalls CALLS = new AwsCalls("application-autoscaling");
  private static final ServiceNamespace NAMESPACE = ServiceNamespace.SAGEMAKER;

  @Override
  public Optional<Target> findTarget(Variant variant) {
    return OneLook.answer(this, "DescribeScalableTargets", variant, () -> target(variant));
  }

  private Optional<Target> target(Variant variant) {
    List<ScalableTarget> targets =
        CALLS.call(
            "DescribeScalableTargets",
            () ->
                scaling
                    .get()
                    .describeScalableTargets(it ->
                        it.serviceNamespace(NAMESPACE)
                            .scalableDimension(ScalingShapes.dimension(variant))
                            .resourceIds(variant.resourceId()))
                    .scalableTargets());
    return targets.stream()
        .filter(it -> variant.resourceId().equals(it.resourceId()))
        .findFirst()
        .map(it ->
            new Target(
                it.minCapacity(),
                it.maxCapacity(),
                Objects.requireNonNullElse(it.scalableTargetARN(), ""),
                ScalingShapes.suspended(it.suspendedState())));
  }

  @Override
  public void register(
      Variant variant, int minimum, int maximum, boolean resuming, Map<String, String> tags) {
    // Tags are for a new target only.
    Map<String, String> given = findTarget(variant).isPresent() ? Map.of() : tags;
    CALLS.run(
        "RegisterScalableTarget",
        () ->
            scaling
                .get()
                .registerScalableTarget(it -> {
                  it.serviceNamespace(NAMESPACE)
                      .scalableDimension(ScalingShapes.dimension(variant))
                      .resourceId(variant.resourceId())
                      .minCapacity(minimum)
                      .maxCapacity(maximum);
                  if (resuming) it.suspendedState(ScalingShapes.NOTHING_SUSPENDED);
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
                        .scalableDimension(ScalingShapes.dimension(variant))
                        .resourceId(variant.resourceId())));
  }

  @Override
  public Policies policies(Variant variant) {
    return OneLook.answer(
        this,
        "DescribeScalingPolicies",
        variant,
        () -> ScalingShapes.policies(allPolicies(variant)));
  }

  private List<ScalingPolicy> allPolicies(Variant variant) {
    return CALLS.call(
        "DescribeScalingPolicies",
        () ->
            scaling
                .get()
                .describeScalingPoliciesPaginator(it ->
                    it.serviceNamespace(NAMESPACE)
                        .scalableDimension(ScalingShapes.dimension(variant))
                        .resourceId(variant.resourceId()))
                .scalingPolicies()
                .stream()
                .toList());
  }

  @Override
  public Map<String, String> tags(String targetArn) {
    return OneLook.answer(
        this,
        "ListTagsForResource",
        targetArn,
        () ->
            CALLS.call(
                "ListTagsForResource",
                () -> scaling.get().listTagsForResource(it -> it.resourceARN(targetArn)).tags()));
  }

  @Override
  public void tag(String targetArn, Map<String, String> tags) {
    CALLS.run(
        "TagResource", () -> scaling.get().tagResource(it -> it.resourceARN(targetArn).tags(tags)));
  }

  @Override
  public void putPolicy(Variant variant, TrackingPolicy policy) {
    put(ScalingShapes.tracking(variant, policy));
  }

  @Override
  public String putPolicy(Variant variant, StepPolicy policy) {
    return put(ScalingShapes.stepping(variant, policy));
  }

  private String put(PutScalingPolicyRequest request) {
    return CALLS.call(
        "PutScalingPolicy", () -> scaling.get().putScalingPolicy(request).policyARN());
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
                        .scalableDimension(ScalingShapes.dimension(variant))
                        .resourceId(variant.resourceId())
                        .policyName(policyName)));
  }

  @Override
  public List<ScheduledAction> scheduledActions(Variant variant) {
    return OneLook.answer(this, "DescribeScheduledActions", variant, () -> allActions(variant));
  }

  private List<ScheduledAction> allActions(Variant variant) {
    return CALLS.call(
        "DescribeScheduledActions",
        () ->
            scaling
                .get()
                .describeScheduledActionsPaginator(it ->
                    it.serviceNamespace(NAMESPACE)
                        .scalableDimension(ScalingShapes.dimension(variant))
                        .resourceId(variant.resourceId()))
                .scheduledActions()
                .stream()
                .map(ScalingShapes::scheduled)
                .toList());
  }

  @Override
  public void putScheduledAction(Variant variant, ScheduledAction action) {
    CALLS.run(
        "PutScheduledAction",
        () ->
            scaling
                .get()
                .putScheduledAction(it ->
                    it.serviceNamespace(NAMESPACE)
                        .scalableDimension(ScalingShapes.dimension(variant))
                        .resourceId(variant.resourceId())
                        .scheduledActionName(action.name())
                        .schedule(action.schedule())
                        // Left out, it would stay what it was.
                        .timezone(Objects.requireNonNullElse(action.timezone(), "UTC"))
                        .scalableTargetAction(bounds ->
                            bounds.minCapacity(action.minimum()).maxCapacity(action.maximum()))));
  }

  @Override
  public void deleteScheduledAction(Variant variant, String name) {
    CALLS.run(
        "DeleteScheduledAction",
        () ->
            scaling
                .get()
                .deleteScheduledAction(it ->
                    it.serviceNamespace(NAMESPACE)
                        .scalableDimension(ScalingShapes.dimension(variant))
                        .resourceId(variant.resourceId())
                        .scheduledActionName(name)));
  }
}
