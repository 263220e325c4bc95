package dev.slipway.rollout;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;

/**
 * The scaling of endpoints as somebody else sees and changes it.
 *
 * @param client asks the account
 * @param variant whose scaling it is
 */
record ScalingByHand(ApplicationAutoScalingClient client, String variant) {

  private static final String SAGEMAKER = "sagemaker";
  private static final String INSTANCES = "sagemaker:variant:DesiredInstanceCount";

  private String resource(String endpoint) {
    return "endpoint/" + endpoint + "/variant/" + variant;
  }

  /** Somebody ends an endpoint's scaling. */
  void deregister(String endpoint) {
    client.deregisterScalableTarget(target ->
        target
            .serviceNamespace(SAGEMAKER)
            .scalableDimension(INSTANCES)
            .resourceId(resource(endpoint)));
  }

  /** A stranger's scaling of an endpoint that has none of ours. */
  void registerStrangersTarget(String endpoint) {
    deregister(endpoint);
    bound(endpoint, 1, 3);
  }

  /** Somebody gives a target bounds; there is one from then on. */
  void bound(String endpoint, int minimum, int maximum) {
    bound(endpoint, minimum, maximum, null);
  }

  /** The same with tags, which a new target may carry. */
  void bound(String endpoint, int minimum, int maximum, @Nullable Map<String, String> tags) {
    client.registerScalableTarget(target ->
        target
            .serviceNamespace(SAGEMAKER)
            .scalableDimension(INSTANCES)
            .resourceId(resource(endpoint))
            .minCapacity(minimum)
            .maxCapacity(maximum)
            .tags(tags));
  }

  /** Somebody keeps a fleet from growing, and leaves its bounds. */
  void suspendScaleOut(String endpoint) {
    client.registerScalableTarget(target ->
        target
            .serviceNamespace(SAGEMAKER)
            .scalableDimension(INSTANCES)
            .resourceId(resource(endpoint))
            .suspendedState(state -> state.dynamicScalingOutSuspended(true)));
  }

  /** Whether anything of an endpoint's scaling is suspended. */
  boolean isSuspended(String endpoint) {
    SuspendedState state = targets(endpoint).scalableTargets().getFirst().suspendedState();
    return state.dynamicScalingInSuspended()
        || state.dynamicScalingOutSuspended()
        || state.scheduledScalingSuspended();
  }

  boolean hasTarget(String endpoint) {
    return targets(endpoint).hasScalableTargets() && !targets(endpoint).scalableTargets().isEmpty();
  }

  /** The bounds of an endpoint's scalable target, such as 2-10. */
  String bounds(String endpoint) {
    return targets(endpoint).scalableTargets().stream()
        .map(target -> target.minCapacity() + "-" + target.maxCapacity())
        .findFirst()
        .orElse("none");
  }

  private DescribeScalableTargetsResponse targets(String endpoint) {
    return client.describeScalableTargets(
        target -> target.serviceNamespace(SAGEMAKER).resourceIds(resource(endpoint)));
  }

  /** The names of an endpoint's scaling policies. */
  List<String> policies(String endpoint) {
    return client
        .describeScalingPolicies(
            request -> request.serviceNamespace(SAGEMAKER).resourceId(resource(endpoint)))
        .scalingPolicies()
        .stream()
        .map(policy -> policy.policyName())
        .toList();
  }

  /** What an endpoint's scaling policies track, and at what values. */
  String tracked(String endpoint) {
    return client
        .describeScalingPolicies(
            request -> request.serviceNamespace(SAGEMAKER).resourceId(resource(endpoint)))
        .scalingPolicies()
        .stream()
        .map(policy -> policy.targetTrackingScalingPolicyConfiguration())
        .map(tracks ->
            tracks.predefinedMetricSpecification().predefinedMetricTypeAsString()
                + " at "
                + tracks.targetValue())
        .reduce((one, other) -> one + ", " + other)
        .orElse("nothing");
  }

  /** The names of an endpoint's scheduled actions. */
  List<String> scheduledActions(String endpoint) {
    return client
        .describeScheduledActions(
            request -> request.serviceNamespace(SAGEMAKER).resourceId(resource(endpoint)))
        .scheduledActions()
        .stream()
        .map(action -> action.scheduledActionName())
        .toList();
  }

  /** Puts a step policy with this adjustment, as somebody does in the console. */
  void changeStep(String endpoint, String policy, int adjustment) {
    client.putScalingPolicy(request ->
        request
            .serviceNamespace(SAGEMAKER)
            .scalableDimension(INSTANCES)
            .resourceId(resource(endpoint))
            .policyName(policy)
            .policyType("StepScaling")
            .stepScalingPolicyConfiguration(steps ->
                steps
                    .adjustmentType("ChangeInCapacity")
                    .cooldown(60)
                    .stepAdjustments(
                        step -> step.metricIntervalLowerBound(0.0).scalingAdjustment(adjustment))));
  }

  /** Scales by traffic, and by the clock in the mornings. */
  void followTraffic(String endpoint) {
    bound(endpoint, 2, 6);
    client.putScalingPolicy(policy ->
        policy
            .serviceNamespace(SAGEMAKER)
            .scalableDimension(INSTANCES)
            .resourceId(resource(endpoint))
            .policyName("follow-traffic")
            .policyType("TargetTrackingScaling")
            .targetTrackingScalingPolicyConfiguration(tracks ->
                tracks
                    .targetValue(300.0)
                    .scaleInCooldown(600)
                    .scaleOutCooldown(60)
                    .predefinedMetricSpecification(metric ->
                        metric.predefinedMetricType("SageMakerVariantInvocationsPerInstance"))));
    everyMorning(endpoint, "mornings", 3, 6);
  }

  /** Lets a policy track how busy the endpoint's processors are. */
  void followProcessors(String endpoint, String policy) {
    client.putScalingPolicy(request ->
        request
            .serviceNamespace(SAGEMAKER)
            .scalableDimension(INSTANCES)
            .resourceId(resource(endpoint))
            .policyName(policy)
            .policyType("TargetTrackingScaling")
            .targetTrackingScalingPolicyConfiguration(tracks ->
                tracks
                    .targetValue(70.0)
                    .customizedMetricSpecification(metric ->
                        metric
                            .namespace("/aws/sagemaker/Endpoints")
                            .metricName("CPUUtilization")
                            .statistic("Average")
                            .unit("Percent")
                            .dimensions(
                                it -> it.name("EndpointName").value(endpoint),
                                it -> it.name("VariantName").value(variant)))));
  }

  /** Takes a policy and a scheduled action away. */
  void remove(String endpoint, String policy, String action) {
    client.deleteScalingPolicy(request ->
        request
            .serviceNamespace(SAGEMAKER)
            .scalableDimension(INSTANCES)
            .resourceId(resource(endpoint))
            .policyName(policy));
    client.deleteScheduledAction(request ->
        request
            .serviceNamespace(SAGEMAKER)
            .scalableDimension(INSTANCES)
            .resourceId(resource(endpoint))
            .scheduledActionName(action));
  }

  /** Gives a target other bounds by the clock. */
  void everyMorning(String endpoint, String name, int minimum, int maximum) {
    schedule(endpoint, name, "cron(0 6 * * ? *)", minimum, maximum);
  }

  /** The same at a time that no test comes to. */
  void once(String endpoint, String name, int minimum, int maximum) {
    schedule(endpoint, name, "at(2099-01-01T06:00:00)", minimum, maximum);
  }

  private void schedule(String endpoint, String name, String schedule, int minimum, int maximum) {
    client.putScheduledAction(action ->
        action
            .serviceNamespace(SAGEMAKER)
            .scalableDimension(INSTANCES)
            .resourceId(resource(endpoint))
            .scheduledActionName(name)
            .schedule(schedule)
            .timezone("Europe/Berlin")
            .scalableTargetAction(bounds -> bounds.minCapacity(minimum).maxCapacity(maximum)));
  }
}
