package dev.slipway.simulator.scaling;

import dev.slipway.base.Ids;
import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.sagemaker.Endpoints;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Codec;
import dev.slipway.simulator.wire.ServiceException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.UntagResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.UntagResourceResponse;

/** Application Auto Scaling's operations, for variants' instance counts. */
public final class ScalingApi {

  private final Scaling scaling;
  private final SimClock clock;

  public ScalingApi(Scaling scaling, SimClock clock) {
    this.scaling = scaling;
    this.clock = clock;
  }

  public RegisterScalableTargetResponse registerScalableTarget(
      RegisterScalableTargetRequest request, Caller caller) {
    Scope scope = Scope.of(caller);
    if (!Target.COUNT.equals(request.scalableDimensionAsString())) {
      throw ServiceException.validation("This simulator scales " + Target.COUNT + " only.");
    }
    Target known =
        scaling
            .target(scope, request.resourceId(), request.scalableDimensionAsString())
            .orElse(null);
    Target target = merged(scope, request, known);
    if (target.min() > target.max()) {
      throw ServiceException.validation("Maximum capacity cannot be less than minimum capacity");
    }
    if (target.min() < 1) {
      throw ServiceException.validation(
          "Minimum capacity must be at least 1 for a real-time variant.");
    }
    Endpoints.Capacity capacity =
        scaling
            .capacity(target)
            .orElseThrow(() ->
                ServiceException.validation(
                    "SageMaker endpoint variant not found: " + request.resourceId()));
    if (capacity.instanceType().startsWith("ml.t2.")) {
      throw ServiceException.validation(
          "Automatic scaling is not supported for instance type " + capacity.instanceType() + ".");
    }
    scaling.put(target);
    return RegisterScalableTargetResponse.builder().scalableTargetARN(target.arn()).build();
  }

  private Target merged(
      Scope scope, RegisterScalableTargetRequest request, @Nullable Target known) {
    Integer min = request.minCapacity();
    Integer max = request.maxCapacity();
    if (known == null && (min == null || max == null)) {
      throw ServiceException.validation(
          "Minimum and maximum capacity are needed to register a scalable target.");
    }
    SuspendedState suspended = request.suspendedState();
    return new Target(
        scope,
        request.resourceId(),
        request.scalableDimensionAsString(),
        known == null ? Ids.next().toString().replace("-", "") : known.id(),
        min != null || known == null ? orZero(min) : known.min(),
        max != null || known == null ? orZero(max) : known.max(),
        suspended == null
            ? known != null && known.outSuspended()
            : Boolean.TRUE.equals(suspended.dynamicScalingOutSuspended()),
        suspended == null
            ? known != null && known.inSuspended()
            : Boolean.TRUE.equals(suspended.dynamicScalingInSuspended()),
        suspended == null
            ? known != null && known.scheduledSuspended()
            : Boolean.TRUE.equals(suspended.scheduledScalingSuspended()),
        known == null ? request.tags() : known.tags(),
        known == null ? clock.now() : known.created(),
        known == null ? null : known.lastOut(),
        known == null ? 0 : known.beforeOut(),
        known == null ? 0 : known.afterOut(),
        known == null ? null : known.lastIn());
  }

  private static int orZero(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  public DescribeScalableTargetsResponse describeScalableTargets(
      DescribeScalableTargetsRequest request, Caller caller) {
    List<ScalableTarget> found =
        scaling
            .all(Scope.of(caller))
            .filter(target -> one(request.resourceIds(), target.resourceId()))
            .filter(target -> same(request.scalableDimensionAsString(), target.dimension()))
            .sorted(Comparator.comparing(Target::created).thenComparing(Target::resourceId))
            .map(ScalingApi::shown)
            .toList();
    Part<ScalableTarget> part = Part.of(found, request.nextToken(), request.maxResults());
    return DescribeScalableTargetsResponse.builder()
        .scalableTargets(part.items())
        .nextToken(part.next())
        .build();
  }

  private static ScalableTarget shown(Target target) {
    return ScalableTarget.builder()
        .serviceNamespace("sagemaker")
        .resourceId(target.resourceId())
        .scalableDimension(target.dimension())
        .minCapacity(target.min())
        .maxCapacity(target.max())
        .roleARN(target.roleArn())
        .creationTime(target.created())
        .suspendedState(
            SuspendedState.builder()
                .dynamicScalingInSuspended(target.inSuspended())
                .dynamicScalingOutSuspended(target.outSuspended())
                .scheduledScalingSuspended(target.scheduledSuspended())
                .build())
        .scalableTargetARN(target.arn())
        .build();
  }

  public DeregisterScalableTargetResponse deregisterScalableTarget(
      DeregisterScalableTargetRequest request, Caller caller) {
    scaling.deregister(target(caller, request.resourceId(), request.scalableDimensionAsString()));
    return DeregisterScalableTargetResponse.builder().build();
  }

  public PutScalingPolicyResponse putScalingPolicy(PutScalingPolicyRequest request, Caller caller) {
    Scope scope = Scope.of(caller);
    Target target = target(caller, request.resourceId(), request.scalableDimensionAsString());
    Optional<Policy> known = scaling.policy(target, request.policyName());
    boolean complete = request.targetTrackingScalingPolicyConfiguration() != null;
    if (known.isEmpty() && request.policyType() != PolicyType.TARGET_TRACKING_SCALING) {
      throw ServiceException.validation(
          "This simulator models TargetTrackingScaling policies only.");
    }
    if (!complete) {
      throw ServiceException.validation(
          "TargetTrackingScalingPolicyConfiguration is needed for a target-tracking policy.");
    }
    String id = known.map(Policy::id).orElseGet(() -> Ids.next().toString());
    Policy policy =
        new Policy(
            scope,
            id,
            Codec.toJson(
                request.toBuilder().policyType(PolicyType.TARGET_TRACKING_SCALING).build()),
            known.map(Policy::high).orElseGet(() -> alarmName(request, "High")),
            known.map(Policy::low).orElseGet(() -> alarmName(request, "Low")),
            known.map(Policy::created).orElseGet(clock::now));
    scaling.put(policy);
    return PutScalingPolicyResponse.builder()
        .policyARN(policy.arn())
        .alarms(policy.alarms())
        .build();
  }

  private static String alarmName(PutScalingPolicyRequest request, String side) {
    return "TargetTracking-" + request.resourceId() + "-Alarm" + side + "-" + Ids.next();
  }

  public DescribeScalingPoliciesResponse describeScalingPolicies(
      DescribeScalingPoliciesRequest request, Caller caller) {
    var found =
        scaling
            .policies(Scope.of(caller))
            .filter(policy -> one(request.policyNames(), policy.name()))
            .filter(policy -> same(request.resourceId(), policy.definition().resourceId()))
            .filter(policy ->
                same(
                    request.scalableDimensionAsString(),
                    policy.definition().scalableDimensionAsString()))
            .sorted(Comparator.comparing(Policy::created).thenComparing(Policy::name))
            .map(Policy::shown)
            .toList();
    var part = Part.of(found, request.nextToken(), request.maxResults());
    return DescribeScalingPoliciesResponse.builder()
        .scalingPolicies(part.items())
        .nextToken(part.next())
        .build();
  }

  public DeleteScalingPolicyResponse deleteScalingPolicy(
      DeleteScalingPolicyRequest request, Caller caller) {
    Policy policy =
        scaling
            .target(Scope.of(caller), request.resourceId(), request.scalableDimensionAsString())
            .flatMap(target -> scaling.policy(target, request.policyName()))
            .orElseThrow(() ->
                notFound(
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
    List<ScalingActivity> found =
        scaling
            .all(Scope.of(caller))
            .filter(target -> same(request.resourceId(), target.resourceId()))
            .filter(target -> same(request.scalableDimensionAsString(), target.dimension()))
            .flatMap(target -> scaling.activities(target).stream())
            .filter(activity -> all || !activity.hasNotScaledReasons())
            .sorted(Comparator.comparing(ScalingActivity::startTime).reversed())
            .toList();
    Part<ScalingActivity> part = Part.of(found, request.nextToken(), request.maxResults());
    return DescribeScalingActivitiesResponse.builder()
        .scalingActivities(part.items())
        .nextToken(part.next())
        .build();
  }

  public ListTagsForResourceResponse listTagsForResource(
      ListTagsForResourceRequest request, Caller caller) {
    return ListTagsForResourceResponse.builder()
        .tags(byArn(caller, request.resourceARN()).tags())
        .build();
  }

  public TagResourceResponse tagResource(TagResourceRequest request, Caller caller) {
    Target target = byArn(caller, request.resourceARN());
    Map<String, String> tags = new LinkedHashMap<>(target.tags());
    tags.putAll(request.tags());
    scaling.put(target.tagged(tags));
    return TagResourceResponse.builder().build();
  }

  public UntagResourceResponse untagResource(UntagResourceRequest request, Caller caller) {
    Target target = byArn(caller, request.resourceARN());
    Map<String, String> tags = new LinkedHashMap<>(target.tags());
    request.tagKeys().forEach(tags::remove);
    scaling.put(target.tagged(tags));
    return UntagResourceResponse.builder().build();
  }

  private Target byArn(Caller caller, String arn) {
    return scaling
        .all(Scope.of(caller))
        .filter(target -> target.arn().equals(arn))
        .findFirst()
        .orElseThrow(() ->
            new ServiceException(
                    400, "ResourceNotFoundException", "The resource was not found: " + arn)
                .with("ResourceName", arn));
  }

  private Target target(Caller caller, String resourceId, String dimension) {
    return scaling
        .target(Scope.of(caller), resourceId, dimension)
        .orElseThrow(() ->
            notFound(
                "No scalable target registered for service namespace: sagemaker, resource ID: "
                    + resourceId
                    + ", scalable dimension: "
                    + dimension));
  }

  private static ServiceException notFound(String message) {
    return new ServiceException(400, "ObjectNotFoundException", message);
  }

  private static boolean one(List<String> wanted, String actual) {
    return wanted.isEmpty() || wanted.contains(actual);
  }

  private static boolean same(@Nullable String wanted, String actual) {
    return wanted == null || wanted.equals(actual);
  }

  /** One page, and the token for the next. */
  private record Part<T>(List<T> items, @Nullable String next) {
    static <T> Part<T> of(List<T> all, @Nullable String token, @Nullable Integer size) {
      int start;
      try {
        start = token == null ? 0 : Math.clamp(Integer.parseInt(token), 0, all.size());
      } catch (NumberFormatException e) {
        throw new ServiceException(
            400, "InvalidNextTokenException", "The token is not one of ours.");
      }
      int end = Math.min(all.size(), start + Math.clamp(size == null ? 50 : size, 1, 50));
      return new Part<>(all.subList(start, end), end < all.size() ? String.valueOf(end) : null);
    }
  }
}
