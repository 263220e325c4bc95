package dev.slipway.simulator.scaling;

import dev.slipway.base.Ids;
import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.sagemaker.Endpoints;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Order;
import dev.slipway.simulator.wire.Page;
import dev.slipway.simulator.wire.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.UntagResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.UntagResourceResponse;

/** Application Auto Scaling's operations on scalable targets: variants' instance counts. */
public final class ScalableTargetsApi {

  /** Scalable targets of a resource type, in a region. */
  private static final int MOST = 500;

  private final Scaling scaling;
  private final SimClock clock;

  public ScalableTargetsApi(Scaling scaling, SimClock clock) {
    this.scaling = scaling;
    this.clock = clock;
  }

  public RegisterScalableTargetResponse registerScalableTarget(
      RegisterScalableTargetRequest request, Caller caller) {
    Lookups.refuseOthers(
        request.serviceNamespaceAsString(),
        request.resourceId(),
        request.scalableDimensionAsString());
    Scope scope = Scope.of(caller);
    String dimension = request.scalableDimensionAsString();
    if (!Target.COUNT.equals(dimension) && !Target.PROVISIONED.equals(dimension)) {
      throw ServiceException.validation(
          "This simulator scales " + Target.COUNT + " and " + Target.PROVISIONED + " only.");
    }
    Target known =
        scaling
            .target(scope, request.resourceId(), request.scalableDimensionAsString())
            .orElse(null);
    Target target = merged(scope, request, known);
    scaling
        .refusal(target)
        .ifPresent(why -> {
          throw ServiceException.validation(why);
        });
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
    OptionalInt most = scaling.maxConcurrency(target);
    if (most.isPresent() && target.max() > most.getAsInt()) {
      throw ServiceException.validation(
          "Maximum capacity cannot be greater than the variant's MaxConcurrency, "
              + most.getAsInt()
              + ".");
    }
    if (known == null && scaling.all(scope).count() >= MOST) {
      throw new ServiceException(
          400,
          "LimitExceededException",
          "An account has at most " + MOST + " scalable targets of a resource type.");
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
    Stream<Target> found =
        scaling
            .all(Scope.of(caller))
            .filter(_ -> Lookups.ours(request.serviceNamespaceAsString()))
            .filter(target -> Lookups.one(request.resourceIds(), target.resourceId()))
            .filter(
                target -> Lookups.same(request.scalableDimensionAsString(), target.dimension()));
    Page<Target> page =
        Lookups.page(
            found,
            Order.by(target -> List.of(target.created(), target.resourceId(), target.dimension())),
            request.nextToken(),
            request.maxResults());
    return DescribeScalableTargetsResponse.builder()
        .scalableTargets(page.items().stream().map(ScalableTargetsApi::shown).toList())
        .nextToken(page.next())
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
    Lookups.refuseOthers(
        request.serviceNamespaceAsString(),
        request.resourceId(),
        request.scalableDimensionAsString());
    scaling.deregister(
        Lookups.target(scaling, caller, request.resourceId(), request.scalableDimensionAsString()));
    return DeregisterScalableTargetResponse.builder().build();
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
}
