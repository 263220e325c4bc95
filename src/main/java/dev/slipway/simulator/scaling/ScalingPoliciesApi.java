package dev.slipway.simulator.scaling;

import dev.slipway.base.Ids;
import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Codec;
import dev.slipway.simulator.wire.Order;
import dev.slipway.simulator.wire.Page;
import dev.slipway.simulator.wire.ServiceException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity;

/** Application Auto Scaling's operations on scaling policies, and what became of them. */
public final class ScalingPoliciesApi {

  private static final int MOST = 50;

  private final Scaling scaling;
  private final SimClock clock;

  public ScalingPoliciesApi(Scaling scaling, SimClock clock) {
    this.scaling = scaling;
    this.clock = clock;
  }

  public PutScalingPolicyResponse putScalingPolicy(PutScalingPolicyRequest request, Caller caller) {
    Lookups.refuseOthers(
        request.serviceNamespaceAsString(),
        request.resourceId(),
        request.scalableDimensionAsString());
    Scope scope = Scope.of(caller);
    Target target =
        Lookups.target(scaling, caller, request.resourceId(), request.scalableDimensionAsString());
    Optional<Policy> known = scaling.policy(target, request.policyName());
    PutScalingPolicyRequest complete = complete(request, known);
    if (known.isEmpty() && scaling.of(target).count() >= MOST) {
      throw new ServiceException(
          400, "LimitExceededException", "A target has at most " + MOST + " scaling policies.");
    }
    String id = known.map(Policy::id).orElseGet(() -> Ids.next().toString());
    Policy policy =
        new Policy(
            scope,
            id,
            Codec.toJson(complete),
            known.map(Policy::high).orElseGet(() -> alarmName(complete, "High")),
            known.map(Policy::low).orElseGet(() -> alarmName(complete, "Low")),
            known.map(Policy::created).orElseGet(clock::now));
    scaling.put(policy);
    return PutScalingPolicyResponse.builder()
        .policyARN(policy.arn())
        .alarms(scaling.alarms(policy))
        .build();
  }

  /** With its type, and the configuration that the type asks for. */
  private static PutScalingPolicyRequest complete(
      PutScalingPolicyRequest request, Optional<Policy> known) {
    PolicyType type =
        request.policyType() != null
            ? request.policyType()
            : known.map(policy -> policy.definition().policyType()).orElse(PolicyType.STEP_SCALING);
    var tracking = request.targetTrackingScalingPolicyConfiguration();
    var stepping = request.stepScalingPolicyConfiguration();
    if (known.isPresent() && known.get().definition().policyType() != type) {
      throw ServiceException.validation("The type of a scaling policy cannot be changed.");
    }
    if (type != PolicyType.STEP_SCALING && type != PolicyType.TARGET_TRACKING_SCALING) {
      throw ServiceException.validation(
          "The policy type " + request.policyTypeAsString() + " is not supported for sagemaker.");
    }
    boolean steps = type == PolicyType.STEP_SCALING;
    if (steps ? stepping == null || tracking != null : tracking == null || stepping != null) {
      throw ServiceException.validation(
          "A policy of type "
              + type
              + " needs "
              + (steps
                  ? "StepScalingPolicyConfiguration"
                  : "TargetTrackingScalingPolicyConfiguration")
              + " and no other configuration.");
    }
    if (stepping != null) {
      new Stepping(stepping).check();
    }
    if (tracking != null && !Double.isFinite(tracking.targetValue())) {
      throw ServiceException.validation("TargetValue must be a finite number.");
    }
    if (tracking != null
        && (cooldown(tracking.scaleInCooldown()) < 0
            || cooldown(tracking.scaleOutCooldown()) < 0)) {
      throw ServiceException.validation("A cooldown must not be negative.");
    }
    return request.toBuilder().policyType(type).build();
  }

  private static int cooldown(@Nullable Integer seconds) {
    return seconds == null ? 0 : seconds;
  }

  private static String alarmName(PutScalingPolicyRequest request, String side) {
    if (request.policyType() == PolicyType.STEP_SCALING) {
      return "";
    }
    return "TargetTracking-" + request.resourceId() + "-Alarm" + side + "-" + Ids.next();
  }

  public DescribeScalingPoliciesResponse describeScalingPolicies(
      DescribeScalingPoliciesRequest request, Caller caller) {
    Stream<Policy> found =
        scaling
            .policies(Scope.of(caller))
            .filter(_ -> Lookups.ours(request.serviceNamespaceAsString()))
            .filter(policy -> Lookups.one(request.policyNames(), policy.name()))
            .filter(policy -> Lookups.same(request.resourceId(), policy.definition().resourceId()))
            .filter(policy ->
                Lookups.same(
                    request.scalableDimensionAsString(),
                    policy.definition().scalableDimensionAsString()));
    Page<Policy> page =
        Lookups.page(
            found,
            Order.by(policy -> List.of(policy.created(), policy.name(), policy.id())),
            request.nextToken(),
            request.maxResults());
    return DescribeScalingPoliciesResponse.builder()
        .scalingPolicies(
            page.items().stream().map(policy -> policy.shown(scaling.alarms(policy))).toList())
        .nextToken(page.next())
        .build();
  }

  public DeleteScalingPolicyResponse deleteScalingPolicy(
      DeleteScalingPolicyRequest request, Caller caller) {
    Lookups.refuseOthers(
        request.serviceNamespaceAsString(),
        request.resourceId(),
        request.scalableDimensionAsString());
    Policy policy =
        scaling
            .target(Scope.of(caller), request.resourceId(), request.scalableDimensionAsString())
            .flatMap(target -> scaling.policy(target, request.policyName()))
            .orElseThrow(() ->
                Lookups.notFound(
                    "No scaling policy found for service namespace: sagemaker, resource ID: "
                        + request.resourceId()
                        + ", scalable dimension: "
                        + request.scalableDimensionAsString()
                        + ", policy name: "
                        + request.policyName()));
    scaling.remove(policy);
    return DeleteScalingPolicyResponse.builder().build();
  }

  public DescribeScalingActivitiesResponse describeScalingActivities(
      DescribeScalingActivitiesRequest request, Caller caller) {
    boolean all = Boolean.TRUE.equals(request.includeNotScaledActivities());
    Stream<ScalingActivity> found =
        scaling
            .all(Scope.of(caller))
            .filter(_ -> Lookups.ours(request.serviceNamespaceAsString()))
            .filter(target -> Lookups.same(request.resourceId(), target.resourceId()))
            .filter(target -> Lookups.same(request.scalableDimensionAsString(), target.dimension()))
            .flatMap(target -> scaling.activities(target).stream())
            .filter(activity -> all || !activity.hasNotScaledReasons());
    Page<ScalingActivity> page =
        Lookups.page(
            found,
            Order.<ScalingActivity>by(
                    activity -> List.of(activity.startTime(), activity.activityId()))
                .reversed(),
            request.nextToken(),
            request.maxResults());
    return DescribeScalingActivitiesResponse.builder()
        .scalingActivities(page.items())
        .nextToken(page.next())
        .build();
  }
}
