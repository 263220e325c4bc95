package dev.slipway.rollout;

import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.Autoscaling;
import dev.slipway.cloud.Autoscaling.Dimension;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.cloud.Roles.LiveRole;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import java.util.List;
import java.util.Optional;

/**
 * Takes one recorded resource away. It is careful twice: the resource is on record as Slipway's,
 * and it must carry Slipway's mark. A resource without the mark is left alone.
 */
final class Removal {

  /** How a removal went. */
  enum Result {
    /** It is not there (any more). */
    GONE,
    /** It is there and does not carry our mark: it was not touched. */
    NOT_OURS,
    /** An alarm that somebody's composite alarm depends on: CloudWatch does not delete it. */
    HELD,
    /** AWS was asked to remove it; look again. */
    ASKED,
    /** AWS is removing it. */
    GOING
  }

  private Removal() {}

  static Result of(OwnedResource resource, StepContext context) {
    return switch (resource.kind()) {
      case SCALABLE_TARGET -> scalableTarget(resource.name(), context);
      case ALARM -> alarm(resource.name(), context);
      case ENDPOINT -> endpoint(resource.name(), context);
      case ENDPOINT_CONFIG -> endpointConfig(resource.name(), context);
      case MODEL -> model(resource.name(), context);
      case ROLE -> role(resource.name(), context);
    };
  }

  private static Result scalableTarget(String resourceId, StepContext context) {
    Autoscaling autoscaling = context.cloud().autoscaling();
    for (Dimension dimension : Dimension.values()) {
      Variant variant =
          new Variant(endpointOf(resourceId), context.endpoint().variant(), dimension);
      Optional<Target> live = autoscaling.findTarget(variant);
      if (live.isEmpty()) continue;
      if (!context.ours(autoscaling.tags(live.get().arn()))) return Result.NOT_OURS;
      autoscaling.deregister(variant);
      return Result.ASKED;
    }
    return Result.GONE;
  }

  /** The endpoint in a scalable target's name, which is {@code endpoint/<name>/variant/<name>}. */
  static String endpointOf(String resourceId) {
    return resourceId.split("/", -1)[1];
  }

  private static Result alarm(String name, StepContext context) {
    LiveAlarm live = context.cloud().alarms().find(List.of(name)).get(name);
    if (live == null) return Result.GONE;
    if (!context.ours(context.cloud().alarms().tags(live.arn()))) return Result.NOT_OURS;
    return context.cloud().alarms().delete(List.of(name)).isEmpty() ? Result.ASKED : Result.HELD;
  }

  /** Whether the endpoint is there and no longer carries Slipway's mark, so that it stays. */
  static boolean keptByOthers(String endpoint, StepContext context) {
    return context
        .cloud()
        .sageMaker()
        .findEndpoint(endpoint)
        .filter(live -> keptByOthers(live, context))
        .isPresent();
  }

  private static boolean keptByOthers(LiveEndpoint live, StepContext context) {
    return live.status() != EndpointStatus.DELETING
        && !context.ours(context.cloud().sageMaker().tags(live.arn()));
  }

  private static Result endpoint(String name, StepContext context) {
    Optional<LiveEndpoint> live = context.cloud().sageMaker().findEndpoint(name);
    if (live.isEmpty()) return Result.GONE;
    if (keptByOthers(live.get(), context)) return Result.NOT_OURS;
    if (live.get().status().moving()) return Result.GOING;
    context.cloud().sageMaker().deleteEndpoint(name);
    return Result.ASKED;
  }

  private static Result endpointConfig(String name, StepContext context) {
    var live = context.cloud().sageMaker().findEndpointConfig(name);
    if (live.isEmpty()) return Result.GONE;
    if (!context.ours(context.cloud().sageMaker().tags(live.get().arn()))) return Result.NOT_OURS;
    context.cloud().sageMaker().deleteEndpointConfig(name);
    return Result.ASKED;
  }

  private static Result model(String name, StepContext context) {
    var live = context.cloud().sageMaker().findModel(name);
    if (live.isEmpty()) return Result.GONE;
    if (!context.ours(context.cloud().sageMaker().tags(live.get().arn()))) return Result.NOT_OURS;
    context.cloud().sageMaker().deleteModel(name);
    return Result.ASKED;
  }

  private static Result role(String name, StepContext context) {
    Optional<LiveRole> live = context.cloud().roles().find(name);
    if (live.isEmpty()) return Result.GONE;
    if (!context.ours(live.get().tags())) return Result.NOT_OURS;
    List<String> policies = context.cloud().roles().inlinePolicies(name);
    if (!policies.isEmpty()) {
      context.cloud().roles().deleteInlinePolicy(name, policies.getFirst());
      return Result.ASKED;
    }
    context.cloud().roles().delete(name);
    return Result.ASKED;
  }
}
